using System.Globalization;
using System.Text.Json;

namespace Sluice.Host.Bench.Capacity.Check;

/// <summary>What a result says, and under which rule.</summary>
/// <param name="Path">The <c>capacity.json</c>.</param>
/// <param name="Cameras">Most cameras at which every one holds.</param>
/// <param name="IsMost">Whether no more were tried: that more fail is then not claimed.</param>
/// <param name="Fps">Frames a second, where all its clips were sent at the same rate; null otherwise.</param>
/// <param name="P95">Most time a frame may take, for 95 of 100.</param>
/// <param name="LeastDelivered">Least part of its frames a camera must deliver.</param>
/// <param name="MostLost">Most of its frames a camera may lose.</param>
/// <param name="Window">How long the number held.</param>
/// <param name="Cores">Cores the engine had.</param>
/// <param name="OverRtsp">Whether the cameras came over RTSP.</param>
/// <param name="Revision">The graph's.</param>
/// <param name="Processor">The box's.</param>
/// <param name="BoxCores">All the cores of the box.</param>
/// <param name="Clips">What the cameras sent, in words; one that sends the same is described in the same words.</param>
internal sealed record CapacityClaim(string Path, int Cameras, bool IsMost, double? Fps, TimeSpan P95, double LeastDelivered, double MostLost, TimeSpan Window, int Cores, bool OverRtsp, string Revision,
    string Processor, int BoxCores, IReadOnlyList<string> Clips)
{
    private const double Beyond = 1.2;

    /// <summary>The number that must fail: far enough above the answer that a better moment does not carry it.</summary>
    public int TooMany => Math.Max(Cameras + 1, (int)Math.Ceiling((Cameras * Beyond) - 1e-9));

    /// <summary>Reads a result.</summary>
    /// <param name="path">A <c>capacity.json</c>.</param>
    /// <exception cref="UsageException">It is none.</exception>
    public static CapacityClaim Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var root = json.RootElement;
            var machine = root.GetProperty("machine");
            var clips = root.GetProperty("clips").EnumerateArray().ToList();
            var rates = clips.Select(static clip => clip.GetProperty("fps").GetDouble()).Distinct().ToList();
            return new(path, root.GetProperty("cameras").GetInt32(), root.GetProperty("is_most_tried").GetBoolean(), rates.Count == 1 ? rates[0] : null,
                TimeSpan.FromMilliseconds(root.GetProperty("p95_budget_ms").GetDouble()), root.GetProperty("least_delivered").GetDouble(), root.GetProperty("most_lost").GetDouble(),
                TimeSpan.FromSeconds(root.GetProperty("window_seconds").GetDouble()), root.GetProperty("cores").GetInt32(), root.GetProperty("via").GetString() == "rtsp",
                root.GetProperty("graph").GetProperty("revision").GetString()!, machine.GetProperty("processor").GetString()!, machine.GetProperty("cores").GetInt32(),
                [.. clips.Select(static clip => Words(clip.GetProperty("codec").GetString()!, clip.GetProperty("width").GetInt32(), clip.GetProperty("height").GetInt32(), clip.GetProperty("fps").GetDouble(), clip.GetProperty("bit_rate").GetInt64()))]);
        }
        catch (Exception fault) when (fault is IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or UnauthorizedAccessException)
        {
            throw new UsageException($"--check {path}: it is no capacity.json of bench capacity: {fault.Message}");
        }
    }

    /// <summary>What is measured to check it: its own rule, rate and cores.</summary>
    /// <param name="asked">Graph, clips and whatever a result does not hold.</param>
    /// <param name="window">How long each number is measured; null for twice as long as it held.</param>
    public CapacityOptions Options(CapacityOptions asked, TimeSpan? window) => asked with
    {
        Fps = Fps,
        P95 = P95,
        LeastDelivered = LeastDelivered,
        MostLost = MostLost,
        Window = window ?? (2 * Window),
        Cores = Cores < BoxCores ? Cores : null,
        OverRtsp = OverRtsp,
    };

    /// <summary>Refuses another box: what it runs says nothing about this one.</summary>
    /// <param name="processor">Its processor.</param>
    /// <param name="cores">Its cores.</param>
    /// <exception cref="UsageException">It is another one.</exception>
    public void MustBeOf(string processor, int cores)
    {
        if (processor != Processor || cores != BoxCores)
            throw new UsageException($"--check {Path}: it was measured on {Processor} with {BoxCores} cores, and this is {processor} with {cores}; run bench capacity here.");
    }

    /// <summary>Refuses another graph, or cameras that send something else.</summary>
    /// <param name="revision">The graph's revision.</param>
    /// <param name="clips">What the cameras send.</param>
    /// <exception cref="UsageException">Something differs.</exception>
    public void MustBeOf(string revision, IReadOnlyList<CameraClip> clips)
    {
        if (revision != Revision) throw new UsageException($"--check {Path}: it was measured with another graph, or another state of it; give the same graph and --set.");
        List<string> given = [.. clips.Select(static clip => Words(clip.Codec, clip.Width, clip.Height, clip.Fps, clip.BitRate))];
        if (!given.SequenceEqual(Clips, StringComparer.Ordinal))
            throw new UsageException($"--check {Path}: its cameras sent {string.Join(", ", Clips)}; --source gives {string.Join(", ", given)}.");
    }

    private static string Words(string codec, int width, int height, double fps, long bitRate) => string.Create(CultureInfo.InvariantCulture, $"{codec} {width}x{height} at {fps:0.##} fps, {bitRate / 1e6:0.00} Mbit/s");
}
