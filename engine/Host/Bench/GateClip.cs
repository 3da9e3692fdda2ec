using System.Text.Json;
using Sluice.Core.Scene;

namespace Sluice.Host.Bench;

/// <summary>A clip and what happens in it.</summary>
/// <param name="Path">The clip.</param>
/// <param name="Tracks">When each object is first and last to be seen, in seconds of presentation time.</param>
/// <param name="Origin">Where the tracks come from.</param>
internal sealed record GateClip(string Path, IReadOnlyList<GateTrack> Tracks, string Origin)
{
    // An object counts as caught when one of its frames was processed so soon after its first.
    private const double Soon = 1, Rounding = 1e-3;

    /// <summary>The clip's name without folder and extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads the truth beside a clip of the procedural scene.</summary>
    /// <param name="path">The clip.</param>
    /// <returns>Null when there is none.</returns>
    public static GateClip? WithTruth(string path)
    {
        var truth = SceneClipWriter.TruthPath(path);
        if (!File.Exists(truth)) return null;
        var seen = new Dictionary<long, GateTrack>();
        foreach (var line in File.ReadLines(truth))
        {
            var frame = JsonSerializer.Deserialize<FrameTruth>(line)!;
            foreach (var item in frame.Objects)
            {
                if (item.Ignore) continue;
                seen[item.Track] = seen.TryGetValue(item.Track, out var track) ? track with { Last = frame.PtsTime } : new(frame.PtsTime, frame.PtsTime);
            }
        }

        return new(path, [.. seen.Values], "truth");
    }

    /// <summary>Tracks of which no frame was processed soon enough.</summary>
    /// <param name="processed">Presentation times of the frames processed, in order.</param>
    public int Missed(IReadOnlyList<double> processed)
    {
        var missed = 0;
        foreach (var track in Tracks)
        {
            var (low, high) = (0, processed.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (processed[middle] < track.First - Rounding) low = middle + 1;
                else high = middle;
            }

            if (low == processed.Count || processed[low] > Math.Min(track.Last, track.First + Soon) + Rounding) missed++;
        }

        return missed;
    }

    /// <summary>Share of the time in which no object is to be seen, by quarters of a second.</summary>
    /// <param name="seconds">Length of the clip.</param>
    public double QuietShare(double seconds)
    {
        var busy = new HashSet<int>();
        foreach (var track in Tracks)
            for (var at = (int)(track.First * 4); at <= (int)(track.Last * 4); at++) busy.Add(at);
        return 1 - Math.Min(1, busy.Count / Math.Max(1, seconds * 4));
    }
}
