using System.Globalization;
using Sluice.Abstractions;

namespace Sluice.Host.Bench;

/// <summary>Reads what is in each frame of a clip, where somebody knows: lines of <c>frame,track,class</c>, as the judging script writes.</summary>
internal static class KeyframeTruth
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; lines that do not begin with a number are left out.</param>
    /// <returns>What is in each frame. The lines say no boxes: all are the same.</returns>
    public static ILookup<long, Detection> Read(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"--truth: there is no '{path}' beside the clip.");
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        return File.ReadLines(path)
            .Select(static line => line.Split(','))
            .Where(static parts => parts.Length >= 3 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToLookup(static parts => long.Parse(parts[0], CultureInfo.InvariantCulture), parts =>
            {
                var label = parts[2].Trim();
                if (!labels.TryGetValue(label, out var id)) labels[label] = id = labels.Count;
                return new Detection(id, label, 1, new BoundingBox(100, 60, 160, 120)) { TrackId = long.Parse(parts[1], CultureInfo.InvariantCulture) };
            });
    }
}
