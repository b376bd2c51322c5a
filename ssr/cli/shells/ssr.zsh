#compdef ssr
# Completion of ssr in zsh, with what each candidate means behind it.
_ssr() {
    local line
    local -a values shown
    for line in "${(@f)$(env _SSR_COMPLETE=zsh _SSR_WORDS="${(pj:\x1f:)${(@Q)words[1,CURRENT]}}" ssr 2>/dev/null)}"; do
        [[ -n $line ]] || continue
        values+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  -- }")
    done
    if (( $#values )); then
        compadd -l -d shown -a values
    else
        _files
    fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _ssr "$@"
else
    compdef _ssr ssr
fi
