# Completion of ssr in bash. Where several are possible, what each means is shown behind it.
_ssr_completion() {
    local IFS=$'\x1f' line value
    local -a lines=()
    while IFS= read -r line; do
        lines+=("$line")
    done < <(env _SSR_COMPLETE=bash _SSR_WORDS="${COMP_WORDS[*]:0:COMP_CWORD+1}" "$1" 2>/dev/null)
    COMPREPLY=()
    for line in "${lines[@]}"; do
        value=${line%%$'\t'*}
        # 37 and 42: readline puts in what we give, one after the other or all of them.
        if ((${#lines[@]} > 1)) && [[ $COMP_TYPE != 37 && $COMP_TYPE != 42 && -n ${line#*$'\t'} ]]; then
            COMPREPLY+=("$value  (${line#*$'\t'})")
        else
            COMPREPLY+=("$value")
        fi
    done
}
complete -o default -o nosort -F _ssr_completion ssr 2>/dev/null || complete -o default -F _ssr_completion ssr
