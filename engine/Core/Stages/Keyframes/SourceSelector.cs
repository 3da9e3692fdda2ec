using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Chooses the keyframes of one source. While a period runs, frames are gathered in a bounded set of appearance clusters with one candidate
/// each; at its end those are chosen that cover what was seen best, and a share is drawn at random. For one thread.
/// </summary>
/// <param name="options">The stage's options.</param>
/// <param name="seed">Of the random share.</param>
internal sealed class SourceSelector(KeyframeOptions options, int seed) : IDisposable
{
    // A candidate that fits its cluster a little better is not worth compressing another frame.
    private const float WorthReplacing = 0.5f;
    private const double SecondsBetweenReplacements = 1;
    private readonly Random _random = new(seed);
    private readonly ClusterSet _clusters = new(CapacityOf(options));
    private readonly LumaGrid _grid = new();
    private readonly float[] _features = new float[AppearanceFeatures.Length];
    private readonly List<Candidate> _drawn = [];
    private double? _periodStart;
    private double _lastSeen;
    private double _lastReplaced = double.NegativeInfinity;
    private double _fallback;
    private long _offered;

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">Borrowed.</param>
    /// <param name="compress">Makes the JPEG of a frame that becomes a candidate.</param>
    /// <returns>The choices of the period that ended before this frame, if one did.</returns>
    public List<Choice> Offer(Frame frame, Func<Frame, byte[]> compress)
    {
        var at = TimeOf(frame);
        var chosen = EndsPeriod(at) ? Choose() : [];
        _periodStart ??= at;
        _lastSeen = Math.Max(_lastSeen, at);
        if (!_grid.Read(frame.Picture)) return chosen;
        var exposed = AppearanceFeatures.Compute(_grid, _features);
        if (exposed < options.MinExposure) return chosen;
        _offered++;
        byte[]? jpeg = null;
        Draw(frame, at, ref jpeg, compress);
        Gather(frame, at, ref jpeg, compress);
        return chosen;
    }

    /// <summary>Ends the period now and chooses.</summary>
    public List<Choice> Choose()
    {
        var clusters = _clusters.Take();
        var count = BudgetOf(_lastSeen - (_periodStart ?? _lastSeen));
        var random = Math.Min(_drawn.Count, RandomShareOf(count));
        var chosen = new List<Choice>();
        var taken = new HashSet<Candidate>();
        var frames = new HashSet<FrameInfo>();
        foreach (var (index, gain) in CoverageGreedy.Choose(clusters, count - random))
        {
            var cluster = clusters[index];
            taken.Add(cluster.Candidate);
            frames.Add(cluster.Candidate.Frame.Info);
            chosen.Add(new(cluster.Candidate, Describe(cluster.Candidate, gain, ("coverage", gain), ("frames", cluster.Weight))));
        }

        for (var i = 0; i < random; i++)
        {
            // Chance may draw what was chosen anyway: one picture of it is enough.
            if (!frames.Add(_drawn[i].Frame.Info)) continue;
            taken.Add(_drawn[i]);
            chosen.Add(new(_drawn[i], Describe(_drawn[i], 0, ("random", 1), ("frames", (double)_offered / random))));
        }

        foreach (var candidate in clusters.Select(c => c.Candidate).Concat(_drawn))
            if (!taken.Contains(candidate)) candidate.Dispose();
        _drawn.Clear();
        (_periodStart, _offered) = (null, 0);
        chosen.Sort(static (a, b) => a.Candidate.Frame.Info.Index.CompareTo(b.Candidate.Frame.Info.Index));
        return chosen;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cluster in _clusters.Take()) cluster.Candidate.Dispose();
        foreach (var candidate in _drawn) candidate.Dispose();
        _drawn.Clear();
    }

    private static int CapacityOf(KeyframeOptions options) => options.Clusters > 0 ? options.Clusters : Math.Max(64, 8 * options.Budget.Count);

    private static Keyframe Describe(Candidate candidate, double score, params (string Name, double Value)[] reasons) => new()
    {
        Score = (float)score,
        Reasons = reasons.ToDictionary(reason => reason.Name, reason => Math.Round(reason.Value, 6)),
        Embedding = candidate.Features,
    };

    private int RandomShareOf(int count) => (int)Math.Round(count * options.Random, MidpointRounding.AwayFromZero);

    /// <summary>A period that was cut short has its share of the budget, at least one frame.</summary>
    private int BudgetOf(double seconds)
    {
        if (options.Budget.Period is not { } period) return options.Budget.Count;
        var share = Math.Clamp(seconds / period.TotalSeconds, 0, 1);
        return Math.Max(1, (int)Math.Round(options.Budget.Count * share, MidpointRounding.AwayFromZero));
    }

    private bool EndsPeriod(double at)
        => options.Budget.Period is { } period && _periodStart is { } start && Math.Floor(at / period.TotalSeconds) != Math.Floor(start / period.TotalSeconds);

    /// <summary>Seconds on the clock periods are aligned to: the wall clock of a camera, the media time of a recording.</summary>
    private double TimeOf(Frame frame)
    {
        if (!frame.Info.CaptureTimeIsArrival) return frame.Info.CapturedAt.ToUnixTimeMilliseconds() / 1000.0;
        return frame.Info.PtsSeconds is { } seconds ? _fallback = seconds : _fallback += 0.04;
    }

    private void Draw(Frame frame, double at, ref byte[]? jpeg, Func<Frame, byte[]> compress)
    {
        var size = RandomShareOf(options.Budget.Count);
        if (size == 0) return;
        if (_drawn.Count < size)
        {
            _drawn.Add(Keep(frame, at, jpeg ??= compress(frame)));
            return;
        }

        var slot = _random.NextInt64(_offered);
        if (slot >= size) return;
        _drawn[(int)slot].Dispose();
        _drawn[(int)slot] = Keep(frame, at, jpeg ??= compress(frame));
    }

    private void Gather(Frame frame, double at, ref byte[]? jpeg, Func<Frame, byte[]> compress)
    {
        if (_clusters.Find(_features) is not { } cluster)
        {
            _clusters.Open(Keep(frame, at, jpeg ??= compress(frame)));
            return;
        }

        cluster.Add(_features);
        if (at - _lastReplaced < SecondsBetweenReplacements) return;
        if (VectorMath.SquaredDistance(_features, cluster.Mean) > WorthReplacing * cluster.CandidateDistance) return;
        cluster.Replace(Keep(frame, at, jpeg ??= compress(frame)));
        _lastReplaced = at;
    }

    private Candidate Keep(Frame frame, double at, byte[] jpeg) => new(frame.WithPicture(null), jpeg, [.. _features], at);
}
