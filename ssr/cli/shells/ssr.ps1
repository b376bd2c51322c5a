# Completion of ssr in PowerShell, with what each candidate means beside it.
Register-ArgumentCompleter -Native -CommandName ssr -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
    if ($wordToComplete -eq '') { $words += '' }
    $Env:_SSR_COMPLETE = 'powershell'
    $Env:_SSR_WORDS = $words -join [char]31
    try {
        ssr 2>$null | ForEach-Object {
            $value, $meaning = $_ -split "`t", 2
            if (-not $meaning) { $meaning = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $meaning)
        }
    } finally {
        Remove-Item Env:_SSR_COMPLETE, Env:_SSR_WORDS
    }
}
