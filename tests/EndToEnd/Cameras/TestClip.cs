using System.Diagnostics;
using System.Globalization;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>A small clip that FFmpeg's program made, and the MD5 of each of its pictures as that program decodes them.</summary>
/// <param name="Path">The file.</param>
/// <param name="Pictures">MD5s of the planes without padding, in lower-case hex.</param>
internal sealed record TestClip(string Path, IReadOnlySet<string> Pictures)
{
    public const int RateHz = 10;

    /// <summary>As many pictures as show that a camera goes on.</summary>
    public const int Few = 5;

    /// <summary>Pictures between two intra frames.</summary>
    public const int GroupSize = 5;

    /// <summary>Makes a clip of two seconds that no other seed gives.</summary>
    public static async Task<TestClip> MakeAsync(string folder, int seed, string codec = "libx264", string size = "320x240", bool reorders = false)
    {
        var path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{codec}-{size}-{seed}.mp4"));
        string[] parameters = codec == "libx265"
            ? ["-preset", "ultrafast", "-x265-params", "log-level=error:open-gop=0", "-tag:v", "hvc1"]
            : ["-preset", "veryfast", "-x264-params", "open-gop=0"];
        await RunAsync(["-y", "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"testsrc2=size={size}:rate={RateHz}"), "-t", "2",
            "-vf", string.Create(CultureInfo.InvariantCulture, $"noise=alls=8:all_seed={seed + 1},format=yuv420p"),
            "-threads", "1", "-c:v", codec, .. parameters, "-b:v", "300k", "-g", GroupSize.ToString(CultureInfo.InvariantCulture), "-bf", reorders ? "2" : "0", path]);
        var sums = await RunAsync(["-i", path, "-f", "framemd5", "-"]);
        return new(path, sums.Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(',')[^1].Trim()).ToHashSet());
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"ffmpeg: {error}");
    }
}
