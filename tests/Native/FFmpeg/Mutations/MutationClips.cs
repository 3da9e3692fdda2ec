using System.Diagnostics;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg.Mutations;

/// <summary>Clips to damage: small ones of every codec and container, made by FFmpeg's program, and the shared ones where they are.</summary>
internal static class MutationClips
{
    /// <summary>What the names of small clips begin with.</summary>
    public const string Small = "small-";

    /// <summary>What the names of large clips begin with.</summary>
    public const string Large = "large-";

    private static readonly string[] Shared =
    [
        "dog-rotate90.mp4", "dog-reschange.h264", "dog-hevc-main10.mkv", "highway-mpeg4asp.avi", "bbb-vp9-180p.webm", "webcam-vfr.wmv", "phone-vfr-dog.mp4",
    ];

    private static readonly (string Name, string Arguments)[] Made =
    [
        ("h264.mp4", "-c:v libx264 -bf 2 -g 6"),
        ("h264-interlaced.mp4", "-c:v libx264 -flags +ilme+ildct -g 6"),
        ("h264.h264", "-c:v libx264 -g 6 -slices 4"),
        ("h264.ts", "-c:v libx264 -g 6"),
        ("h264.flv", "-c:v libx264 -g 6"),
        ("h264-fragments.mp4", "-c:v libx264 -g 6 -movflags +frag_keyframe+empty_moov"),
        ("hevc.mp4", "-c:v libx265 -x265-params log-level=none:keyint=6"),
        ("hevc10.mkv", "-c:v libx265 -pix_fmt yuv420p10le -x265-params log-level=none:keyint=6"),
        ("hevc.hevc", "-c:v libx265 -x265-params log-level=none:keyint=6"),
        ("mpeg4.avi", "-c:v mpeg4 -bf 2 -g 6"),
        ("mpeg4.mp4", "-c:v mpeg4 -g 6"),
        ("mpeg2.ts", "-c:v mpeg2video -g 6"),
        ("vp8.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -g 6"),
        ("vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 6"),
        ("mjpeg.avi", "-c:v mjpeg"),
        ("mjpeg.mkv", "-c:v mjpeg -pix_fmt yuvj422p"),
        ("wmv2.wmv", "-c:v wmv2 -g 6"),
    ];

    /// <summary>Puts them into a folder, as <c>small-*</c> and <c>large-*</c>.</summary>
    public static async Task WriteAsync(string folder)
    {
        await Parallel.ForEachAsync(Made, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (clip, stop) =>
        {
            string[] arguments = ["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=12", "-frames:v", "12", "-threads", "1",
                "-pix_fmt", "yuv420p", .. clip.Arguments.Split(' '), Path.Combine(folder, Small + clip.Name)];
            using var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
            var error = await process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg, {clip.Name}: {error}");
        });
        if (!Repository.HasData) return;
        foreach (var name in Shared) File.Copy(Repository.Video(name), Path.Combine(folder, Large + name));
    }
}
