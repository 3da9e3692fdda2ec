using System.Diagnostics;

namespace Sluice.Tests.Media;

/// <summary>Small clips that FFmpeg's program makes.</summary>
internal static class MadeClip
{
    /// <summary>Makes a moving picture of 160x120 at 10 frames a second with an intra frame a second.</summary>
    /// <param name="path">Where; the extension says the container.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="encoding">FFmpeg's options of the encoder.</param>
    public static void Make(string path, int seconds, params string[] encoding)
        => Run(["-f", "lavfi", "-i", $"testsrc2=size=160x120:rate=10:duration={seconds}", "-pix_fmt", "yuv420p", "-threads", "1", "-g", "10", .. encoding, path]);

    /// <summary>Runs FFmpeg's program.</summary>
    public static void Run(IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }
}
