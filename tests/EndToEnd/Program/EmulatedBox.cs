using System.Diagnostics;
using System.Globalization;
using Sluice.Native.Ort;
using Sluice.Tests;
using Sluice.Tests.Cuda;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>
/// A machine with a GPU, emulated: a driver, a video decoder and an encoder behind FFmpeg's own code, an ONNX Runtime with a CUDA provider. The device does
/// its work as late as it may. For one run at a time.
/// </summary>
internal sealed class EmulatedBox : IDisposable
{
    private static readonly Lazy<string> Libraries = new(EmulatedCuda.BuildAll);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-box-");

    public string Folder => _folder.FullName;

    /// <summary>Makes a short clip of a picture that moves, coded in the order of its display, with the pictures for the decoder beside it.</summary>
    /// <returns>Its file name.</returns>
    public async Task<string> DrawAsync(string picture, int width, int height)
    {
        var moved = string.Create(CultureInfo.InvariantCulture, $"scroll=h=0.01,scale={width}:{height},format=yuv420p");
        await FFmpegAsync("-loop", "1", "-framerate", "10", "-i", picture, "-frames:v", "12", "-vf", moved, "-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "clip.mp4");
        await FFmpegAsync("-i", "clip.mp4", "-pix_fmt", "nv12", "-f", "rawvideo", "pictures.nv12");
        return "clip.mp4";
    }

    /// <summary>Runs FFmpeg's program here.</summary>
    public async Task FFmpegAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(FFmpegPath.Found!, ["-v", "error", "-nostdin", "-y", .. arguments]) { RedirectStandardError = true, WorkingDirectory = Folder };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
    }

    /// <summary>Runs a graph.</summary>
    /// <param name="graph">The YAML; paths start here.</param>
    /// <param name="size">Of the pictures in the file for the decoder.</param>
    /// <param name="nvenc">How many encoders the card allows at once, <c>none</c> for a card without; null for as many as one likes.</param>
    /// <param name="scarce">A size in bytes, and how many blocks of it the device has memory for, as <c>414720x2</c>.</param>
    /// <returns>What the program said, and what the device counted: <c>ort.runs</c>.</returns>
    public async Task<(string Error, IReadOnlyDictionary<string, long> Counts)> RunAsync(string graph, string size, string? nvenc = null, string? scarce = null)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "graph.yaml"), graph);
        var log = Path.Combine(Folder, "log");
        File.Delete(log);
        var (exit, _, error) = await SluiceProgram.RunAsync(["run", Path.Combine(Folder, "graph.yaml"), "--json"], new Dictionary<string, string>
        {
            ["LD_LIBRARY_PATH"] = Libraries.Value,
            ["SLUICE_ORT"] = Path.Combine(Libraries.Value, "libonnxruntime.so.1"),
            ["SLUICE_EMULATED_ORT"] = OrtLibrary.Location,
            ["SLUICE_EMULATED_NVDEC"] = Path.Combine(Folder, "pictures.nv12"),
            ["SLUICE_EMULATED_SIZE"] = size,
            ["SLUICE_EMULATED_LOG"] = log,
            ["SLUICE_EMULATED_LAZY"] = "1",
            ["SLUICE_EMULATED_NVENC"] = nvenc ?? "1000",
            ["SLUICE_EMULATED_SCARCE"] = scarce ?? "",
        });
        Assert.True(exit == 0, error);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in File.Exists(log) ? await File.ReadAllLinesAsync(log) : [])
        {
            var words = line.Split(' ');
            foreach (var count in words[1..])
            {
                var (key, number) = ($"{words[0]}.{count.Split('=')[0]}", long.Parse(count.Split('=')[1], CultureInfo.InvariantCulture));
                // A library may have been loaded several times.
                var before = counts.GetValueOrDefault(key);
                counts[key] = key.EndsWith(".most", StringComparison.Ordinal) ? Math.Max(before, number) : before + number;
            }
        }

        return (error, counts);
    }

    /// <summary>The pictures of a video here, YUV 4:2:0 planes without padding, one after the other.</summary>
    public async Task<byte[]> PixelsAsync(string video)
    {
        await FFmpegAsync("-i", video, "-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-f", "rawvideo", "pixels.yuv");
        return await File.ReadAllBytesAsync(Path.Combine(Folder, "pixels.yuv"));
    }

    public void Dispose() => _folder.Delete(true);
}
