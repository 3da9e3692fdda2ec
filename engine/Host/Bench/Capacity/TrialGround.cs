using System.Globalization;
using Sluice.Core.Config;

namespace Sluice.Host.Bench.Capacity;

/// <summary>What trials of one graph stand on: the graph, the clips made ready to be sent, and a scratch folder that goes with it.</summary>
internal sealed class TrialGround : IDisposable
{
    private const double MostPhase = 5, LeastWarmUp = 0.2;
    private readonly CapacityOptions _options;
    private readonly CapacityRule _rule;
    private readonly CameraLoad _load;
    private readonly Action<string> _say;

    private TrialGround(CapacityOptions options, GraphConfig graph, IReadOnlyList<CameraClip> clips, string scratch, Action<string> say)
    {
        (_options, Graph, Clips, Scratch, _say) = (options, graph, clips, scratch, say);
        _rule = new(options.P95, options.LeastDelivered, options.MostLost);
        _load = new(options, graph, scratch);
    }

    /// <summary>The graph as written.</summary>
    public GraphConfig Graph { get; }

    /// <summary>What the cameras send, in turn.</summary>
    public IReadOnlyList<CameraClip> Clips { get; }

    /// <summary>Goes when this is disposed.</summary>
    public string Scratch { get; }

    /// <summary>Loads the graph and makes the clips ready.</summary>
    /// <param name="options">What is measured.</param>
    /// <param name="say">Told a line at a time what goes on.</param>
    /// <param name="stop">Gives up.</param>
    public static TrialGround Prepare(CapacityOptions options, Action<string> say, CancellationToken stop)
    {
        var scratch = Directory.CreateTempSubdirectory("sluice-capacity").FullName;
        try
        {
            var load = new LoadOptions { Sets = options.Sets, MayHaveNoSources = true };
            var graph = GraphOpener.Load(options.Graph, TrialCatalog.Of(options.Graph, options.Sets), load);
            var clips = options.Clips.Select(clip => CameraClip.Prepare(clip, options.Fps, scratch, stop)).ToList();
            foreach (var clip in clips) say(Text($"{clip.Source}: {clip.Codec} {clip.Width}x{clip.Height}, {clip.Fps:0.##} fps, {clip.BitRate / 1e6:0.00} Mbit/s, an intra frame every {clip.GroupSeconds:0.0} s"));
            return new(options, graph, clips, scratch, say);
        }
        catch
        {
            Directory.Delete(scratch, true);
            throw;
        }
    }

    /// <summary>Runs one trial and judges it.</summary>
    /// <param name="clips">What the cameras send, in turn.</param>
    /// <param name="count">How many.</param>
    /// <param name="window">How long it is measured, in seconds.</param>
    /// <param name="counts">Whether it is one that counts, and none on the way.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="cores">Cores the engine may use; null for those of the options.</param>
    /// <param name="doublesModels">Whether each model runs twice a frame.</param>
    public async Task<Trial> RunAsync(IReadOnlyList<CameraClip> clips, int count, double window, bool counts, CancellationToken stop, int? cores = null, bool doublesModels = false)
    {
        await using var cameras = await _load.StartAsync(clips, count, Math.Min(MostPhase, window / 4), stop);
        var warmUp = Math.Max(_options.WarmUp.TotalSeconds, LeastWarmUp);
        var spec = new TrialSpec(Path.GetFullPath(_options.Graph), _options.Sets, cameras.Cameras, _options.Jitter.TotalSeconds, warmUp, window, _load.NextScratch()) { WatchesLocks = true, DoublesModels = doublesModels };
        var trial = await new TrialProcess(_rule, cores ?? _options.Cores, _options.MemoryBytes).RunAsync(spec, tick => Show(count, tick, window), stop);
        trial = _rule.Judge(trial, cameras.Cameras);
        _say(Describe(trial, window, counts));
        return trial;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Scratch, true);

    private static void Show(int count, TrialTick tick, double window)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write(Text($"\r  {count} cameras: {tick.At:0} of {window:0} s, {tick.CpuSeconds / tick.At:0.00} cores \u001b[K"));
    }

    private static string Describe(Trial trial, double window, bool counts)
    {
        var worst = trial.Worst is { } camera ? Text($"; worst {camera.Source}: {camera.DeliveredRatio:0.0 %} delivered, {camera.LostRatio:0.00 %} lost, p95 {camera.P95Ms:0} ms") : "";
        var lead = Console.IsErrorRedirected ? "" : "\r\u001b[K";
        return Text($"{lead}{trial.Cameras,4} cameras {(trial.Holds ? counts ? "HOLD" : "hold" : "fail")} ({trial.Last?.At ?? 0:0} of {window:0} s, {trial.Cores:0.00} cores{worst}){(trial.Holds ? "" : $"\n       {string.Join("\n       ", trial.Reasons)}")}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
