# Completion of ssr in fish, with what each candidate means beside it.
function __ssr_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found (env _SSR_COMPLETE=fish _SSR_WORDS=(string join \x1f -- $words) ssr 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command ssr --no-files --keep-order --arguments '(__ssr_complete)'
