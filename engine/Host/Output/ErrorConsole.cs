using Spectre.Console;

namespace Sluice.Host.Output;

/// <summary>Standard error as a console: progress goes there, so that standard output stays what a script reads.</summary>
internal static class ErrorConsole
{
    /// <summary>Plain where it is redirected, as a pipe takes no colours.</summary>
    public static IAnsiConsole Create()
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) };
        if (Console.IsErrorRedirected)
            (settings.Ansi, settings.ColorSystem, settings.Interactive) = (AnsiSupport.No, ColorSystemSupport.NoColors, InteractionSupport.No);
        return AnsiConsole.Create(settings);
    }
}
