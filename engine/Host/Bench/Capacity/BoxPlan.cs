using System.Text.Json;

namespace Sluice.Host.Bench.Capacity;

/// <summary>How many boxes of one kind some cameras need.</summary>
/// <param name="Result">The result it follows from.</param>
/// <param name="Box">What the box is.</param>
/// <param name="Cameras">Cameras a box.</param>
/// <param name="CamerasWithReserve">With the reserve held back.</param>
/// <param name="Boxes">How many boxes; null where one does not hold a single camera.</param>
/// <param name="LimitedBy">What is spent first.</param>
/// <param name="IsMeasured">Whether the cameras a box were measured, and not foretold by its cost model.</param>
internal sealed record BoxPlan(string Result, string Box, int Cameras, int CamerasWithReserve, int? Boxes, string? LimitedBy, bool IsMeasured)
{
    /// <summary>Plans with one result.</summary>
    /// <param name="path">A <c>capacity.json</c>.</param>
    /// <param name="asked">The cameras.</param>
    /// <param name="revision">The graph's revision; null where none was named.</param>
    /// <exception cref="UsageException">It is no result, of another graph, or has no cost model where one is needed.</exception>
    public static BoxPlan Of(string path, PlannedCameras asked, string? revision)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var root = json.RootElement;
            if (revision != null && root.GetProperty("graph").GetProperty("revision").GetString() is { } other && other != revision)
                throw new UsageException($"--from {path}: it was measured with another graph, or another state of it ({root.GetProperty("graph").GetProperty("file").GetString()}); run bench capacity again.");
            var cores = root.GetProperty("cores").GetDouble();
            var cameras = asked.IsAsMeasured ? root.GetProperty("cameras").GetInt32() : Foretell(path, root, asked, cores);
            var left = (int)Math.Floor((cameras * (1 - (asked.Reserve ?? root.GetProperty("reserve").GetDouble()))) + 1e-9);
            var machine = root.GetProperty("machine");
            return new(path, $"{machine.GetProperty("processor").GetString()}, {asked.Cores ?? cores} cores", cameras, left, left > 0 ? (asked.Cameras + left - 1) / left : null,
                root.TryGetProperty("limited_by", out var limit) ? limit.GetString() : null, asked.IsAsMeasured);
        }
        catch (Exception fault) when (fault is IOException or JsonException or KeyNotFoundException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new UsageException($"--from {path}: it is no capacity.json of bench capacity: {fault.Message}");
        }
    }

    private static int Foretell(string path, JsonElement root, PlannedCameras asked, double cores)
    {
        if (!root.TryGetProperty("cost", out var cost) || cost.Deserialize<CostFindings>(TrialSpec.Form)?.Model is not { } model)
            throw new UsageException($"--from {path}: it has no cost model to foretell other cameras by; run bench capacity without --search-only.");
        var clips = root.GetProperty("clips").EnumerateArray().ToList();
        var fps = asked.Fps ?? root.GetProperty("fps").GetDouble();
        var megapixels = asked.Megapixels ?? clips.Average(static clip => clip.GetProperty("width").GetInt32() * (double)clip.GetProperty("height").GetInt32() / 1e6);
        return model.Cameras(fps, megapixels, asked.Cores ?? cores, asked.ModelCost);
    }
}
