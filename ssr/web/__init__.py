"""The local pages of `ssr edit`: an entry as a form in the browser. Not for who may reach the machine from outside: nobody."""
