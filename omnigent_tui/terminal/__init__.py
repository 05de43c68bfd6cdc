"""What talks to the terminal itself: environment, driver, frame writing, gate, paste guard, output filter, signals.

How a composition root uses it::

    from omnigent_tui.terminal.environment import UnusableTerminalError, prepare_environment

    prepare_environment(os.environ)          # before anything imports textual; UnusableTerminalError: print and exit 2

    class Program(TerminalApp[None]): ...    # terminal.application; pushed screens derive from gate.GatedScreen

    app = Program(TerminalOptions(differential=settings.frame_diff))
    app.run(mouse=settings.mouse)
    sys.exit(app.return_code or 0)           # 128+n after a signal, 129 when the terminal vanished, 1 after a crash

`garbage.pause_collection()` as the very first thing makes starting faster; `garbage.settle_collection()` ends it once
everything is loaded.
`app.repaint()` is what a "redraw" key calls, `app.write_title(text)` sets the window title. `with app.suspend():` hands
the terminal to another program and paints everything afterwards. Importing this package imports nothing.
"""
