using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>What frames showed, in histograms. Adding allocates nothing but the first time a class is seen. Not thread-safe.</summary>
internal sealed partial class FrameTally
{
    private const int CountBins = 11;

    /// <summary>Frames.</summary>
    public long Frames { get; set; }

    /// <summary>Objects.</summary>
    public long Objects { get; set; }

    /// <summary>By hour of day on the source's clock: UTC, or into a recording that nobody dated.</summary>
    public long[] Hour { get; init; } = new long[24];

    /// <summary>By mean luma, in 16 steps.</summary>
    public long[] Luma { get; init; } = new long[16];

    /// <summary>Objects by class.</summary>
    public Dictionary<string, long> Class { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Objects by share of the picture: below 0.1 %, 1 %, 10 %, above.</summary>
    public long[] Size { get; init; } = new long[4];

    /// <summary>Frames by objects in them: 0 to 9, and more.</summary>
    public long[] Count { get; init; } = new long[CountBins];

    /// <summary>Objects by confidence, in tenths.</summary>
    public long[] Confidence { get; init; } = new long[10];

    /// <summary>Names of the histograms and what they hold, for divergences and pages.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Name, IReadOnlyList<long> Values)> Fixed => [("hour", Hour), ("luma", Luma), ("size", Size), ("count", Count), ("confidence", Confidence)];

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">Borrowed; its picture is not looked at.</param>
    /// <param name="luma">Its mean luma, 0 to 255.</param>
    /// <param name="pixels">Pixels of its picture.</param>
    /// <param name="at">When it was taken, on the source's clock; null for the wall's.</param>
    public void Add(Frame frame, double luma, double pixels, double? at = null)
    {
        Frames++;
        Hour[at is { } seconds ? SourceClock.HourOf(seconds) : frame.Info.CapturedAt.UtcDateTime.Hour]++;
        Luma[Math.Clamp((int)(luma / 16), 0, Luma.Length - 1)]++;
        Count[Math.Min(frame.Detections.Length, CountBins - 1)]++;
        foreach (ref readonly var detection in frame.Detections.AsSpan()) Add(detection.Label, detection.Score, detection.Box.Area / Math.Max(1, pixels));
    }

    /// <summary>Adds an object.</summary>
    /// <param name="label">Its class.</param>
    /// <param name="score">Confidence.</param>
    /// <param name="share">Share of the picture it covers.</param>
    public void Add(string label, double score, double share)
    {
        Objects++;
        CollectionsMarshal.GetValueRefOrAddDefault(Class, label, out _)++;
        Size[share switch { < 0.001 => 0, < 0.01 => 1, < 0.1 => 2, _ => 3 }]++;
        Confidence[Math.Clamp((int)(score * 10), 0, 9)]++;
    }

    /// <summary>Adds all of another.</summary>
    public void Add(FrameTally other)
    {
        Frames += other.Frames;
        Objects += other.Objects;
        foreach (var ((_, mine), (_, its)) in Fixed.Zip(other.Fixed))
            for (var i = 0; i < mine.Count; i++) ((long[])mine)[i] += i < its.Count ? its[i] : 0;
        foreach (var (label, count) in other.Class) CollectionsMarshal.GetValueRefOrAddDefault(Class, label, out _) += count;
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        (Frames, Objects) = (0, 0);
        foreach (var (_, values) in Fixed) Array.Clear((long[])values);
        Class.Clear();
    }
}
