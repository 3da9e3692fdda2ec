using System.Globalization;
using System.Text.Json;

namespace Sluice.Host.Bench.Capacity;

/// <summary>What a plan reads of a <c>capacity.json</c>.</summary>
internal sealed class PlannedResult : IDisposable
{
    private const double LeastWindow = 60;
    private readonly JsonDocument _json;

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">It is none, or of a form that this program does not know.</exception>
    public PlannedResult(string path)
    {
        try
        {
            _json = JsonDocument.Parse(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new UsageException($"--from {path}: {(fault is JsonException ? $"it is no capacity.json of bench capacity: {fault.Message}" : fault.Message)}");
        }

        try
        {
            var root = _json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new UsageException($"--from {path}: it is no capacity.json of bench capacity: not an object.");
            if (root.TryGetProperty("version", out var version) && version.GetInt32() > CapacityReport.Version)
                throw new UsageException($"--from {path}: it has form {version.GetInt32()}, and this program knows up to {CapacityReport.Version}; plan with the program that wrote it, or a newer one.");
            Cameras = Of("cameras").GetInt32();
            Reserve = Of("reserve").GetDouble();
            Fps = Of("fps").GetDouble();
            Cores = Of("cores").GetDouble();
            Revision = Of("graph", "revision").GetString();
            Graph = Of("graph", "file").GetString();
            Processor = Of("machine", "processor").GetString();
            Megapixels = Of("clips").EnumerateArray().Average(static clip => clip.GetProperty("width").GetInt32() * (double)clip.GetProperty("height").GetInt32() / 1e6);
            LimitedBy = root.TryGetProperty("limited_by", out var limit) ? limit.GetString() : null;
            Cost = root.TryGetProperty("cost", out var cost) ? cost.Deserialize<CostFindings>(TrialSpec.Form) : null;
            Window = Of("window_seconds").GetDouble();
            IsDisturbed = root.TryGetProperty("is_disturbed", out var disturbed) && disturbed.GetBoolean();
            IsMostTried = root.TryGetProperty("is_most_tried", out var most) && most.GetBoolean();
        }
        catch (Exception fault)
        {
            _json.Dispose();
            if (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
                throw new UsageException($"--from {path}: it is no capacity.json of bench capacity, or one of an older program: {fault.Message} Run bench capacity again.");
            throw;
        }
    }

    public int Cameras { get; }

    public double Reserve { get; }

    public double Fps { get; }

    public double Megapixels { get; }

    public double Cores { get; }

    public double Window { get; }

    public string? Revision { get; }

    public string? Graph { get; }

    public string? Processor { get; }

    public string? LimitedBy { get; }

    public CostFindings? Cost { get; }

    public bool IsDisturbed { get; }

    public bool IsMostTried { get; }

    /// <summary>What the cost model was off by for changes of the kinds asked for, the worst of them.</summary>
    public double? OffBy(PlannedCameras asked)
    {
        if (Cost?.Errors is not { Count: > 0 } errors) return null;
        var kinds = new List<string>();
        if (asked.Fps != null) kinds.Add("fps");
        if (asked.Megapixels != null) kinds.Add("size");
        if (asked is { Fps: not null, Megapixels: not null }) kinds.Add("fps and size");
        if (asked.ModelCost != 1) kinds.Add("model");
        if (asked.Cores != null) kinds.Add(CostErrors.Cores);
        var known = kinds.Where(errors.ContainsKey).Select(kind => errors[kind]).ToList();
        return known.Count > 0 ? known.Max() : null;
    }

    /// <summary>What to know before money is spent on it.</summary>
    public IEnumerable<string> Notes(PlannedCameras asked)
    {
        if (IsDisturbed) yield return "measured while other programs took the box: an idle one holds more";
        if (IsMostTried && asked.IsAsMeasured) yield return "no more were tried: a box may hold more";
        if (Window < LeastWindow) yield return Text($"measured over {Window:0} s only");
        if (asked.Cores is { } cores && ModelReach.IsFar(cores, Cores, ModelReach.Rate)) yield return Text($"{cores} cores are far from the {Cores:0} measured");
        if (asked.Fps is { } fps && ModelReach.IsFar(fps, Fps, ModelReach.Rate)) yield return Text($"{fps:0.##} fps are far from the {Fps:0.##} measured");
        if (asked.Megapixels is { } pixels && ModelReach.IsFar(pixels, Megapixels, ModelReach.Size)) yield return Text($"{pixels:0.0#} megapixels are far from the {Megapixels:0.0#} measured");
        if (ModelReach.IsFar(asked.ModelCost, 1, ModelReach.Rate)) yield return Text($"a model at {asked.ModelCost:0.##} times the cost is far from the one measured");
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private JsonElement Of(params ReadOnlySpan<string> keys)
    {
        var at = _json.RootElement;
        foreach (var key in keys) at = at.TryGetProperty(key, out var value) ? value : throw new KeyNotFoundException($"There is no '{string.Join('.', keys)}'.");
        return at;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
