namespace Sluice.Native.Tests.FFmpeg;

/// <summary>A test that compiles C against FFmpeg's headers; must run where <c>CI</c> is set; elsewhere skipped, saying what is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HeaderFactAttribute : FactAttribute
{
    private static readonly string[] IncludeFolders = ["/usr/include", "/usr/include/x86_64-linux-gnu", "/usr/include/aarch64-linux-gnu", "/usr/local/include"];

    public HeaderFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != null) return;
        if (!OnPath("gcc")) Skip = "needs gcc";
        else if (!IncludeFolders.Any(folder => File.Exists(Path.Combine(folder, "libavformat", "avformat.h"))))
            Skip = "needs FFmpeg's headers (Debian: libavformat-dev libswscale-dev)";
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
