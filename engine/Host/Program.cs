using Sluice.Host.Commands;
using Sluice.Native.Memory;
using Spectre.Console;

HeapSettings.Apply();

// A pipe has no width and takes no colours: tables are laid out for a wide page, and plain.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
    AnsiConsole.Profile.Width = 160;
}

return await CommandTree.RunAsync(args);
