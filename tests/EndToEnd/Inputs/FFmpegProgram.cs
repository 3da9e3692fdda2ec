using System.Diagnostics;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Inputs;

/// <summary>The <c>ffmpeg</c> program, which makes inputs as other people's encoders do.</summary>
internal static class FFmpegProgram
{
    /// <summary>Runs it to its end.</summary>
    public static async Task RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(process.ExitCode == 0, await errors);
    }

    /// <summary>Starts it; whoever does ends it.</summary>
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(FFmpegPath.Found!, ["-v", "error", "-nostdin", "-y", .. arguments])
    {
        RedirectStandardError = true,
    })!;
}
