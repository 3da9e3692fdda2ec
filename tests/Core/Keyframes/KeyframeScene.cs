using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Tests.Keyframes;

/// <summary>A source that shows what a test wants, and a selector that looks at it.</summary>
internal sealed class KeyframeScene : IOutcomeLedger, IDisposable
{
    private readonly List<KeyframeChoice> _chosen = [];
    private readonly string _source;
    private long _index;

    public KeyframeScene(KeyframeOptions options, string source = "s", KeptFrames? kept = null)
    {
        _source = source;
        Kept = kept ?? new(100);
        Selector = new(options, source, Store, Kept);
    }

    private KeyframeScene(KeyframeScene before, KeyframeOptions options)
    {
        (_source, _index, Store, Kept) = (before._source, before._index, before.Store, before.Kept);
        _chosen.AddRange(before._chosen);
        before._chosen.Clear();
        var state = new StateWriter();
        before.Selector.Save(state);
        Selector = new(options, _source, Store, Kept);
        Selector.Load(new StateReader(state.Written.ToArray())
        {
            Space = options.Space,
            Store = Store,
            Ledger = Selector.Ledger,
            There = state.Pictures.Where(key => !before.Forgets(key)).Select(static key => new CandidatePicture(key)).ToHashSet(),
        });
        Selector.Ledger.Settle();
    }

    /// <summary>Pictures that are gone after a restart.</summary>
    public Func<string, bool> Forgets { get; init; } = static _ => false;

    public FakeCandidateStore Store { get; } = new();

    public SourceSelector Selector { get; }

    public KeptFrames Kept { get; }

    public PeriodSummary? Summary { get; private set; }

    public PeriodFindings? Findings { get; private set; }

    public double? Price { get; private set; }

    public int Ended { get; private set; }

    public IReadOnlyList<long> Chosen => [.. _chosen.Select(static choice => choice.Frame.Info.Index)];

    public IReadOnlyList<KeyframeChoice> Choices => _chosen;

    public static KeyframeOptions Options(int count, double random = 0, TimeSpan? period = null)
        => new() { Budget = new() { Rate = new(count, period) }, Random = random };

    /// <summary>Shows a picture: a grey background with a bright square whose place the look says.</summary>
    public void Show(int look, double at, ImmutableArray<Detection> detections = default, byte? flat = null, float[]? vector = null, int packet = 0, (string Name, object Value)? attribute = null)
    {
        var picture = new HostPicture(128, 96, PixelFormat.Yuv420P);
        for (var y = 0; y < 96; y++)
            for (var x = 0; x < 128; x++)
                picture.WritablePlane(0)[(y * 128) + x] = flat ?? (byte)(x / 32 == look % 4 && y / 24 == look / 4 % 4 ? 220 : 60 + ((x * 7 + y * 3 + (int)_index) % 5));
        picture.WritablePlane(1).Fill(128);
        picture.WritablePlane(2).Fill(128);
        var info = new FrameInfo(this)
        {
            Source = _source,
            Id = Guid.CreateVersion7(),
            Index = _index++,
            PtsSeconds = at,
            CapturedAt = DateTimeOffset.UnixEpoch,
            ArrivedTimestamp = 0,
            PredictedBytes = packet,
        };
        using var bare = new Frame(info, picture);
        using var seen = vector == null ? bare.Share() : bare.With(new FrameVector("m", vector));
        using var found = detections.IsDefaultOrEmpty ? seen.Share() : seen.With(detections);
        using var frame = attribute is { } noted ? found.With(noted.Name, noted.Value) : found.Share();
        var period = Selector.Offer(frame, out var now);
        if (now != null) _chosen.Add(now);
        if (period != null) Take(period);
    }

    /// <summary>Another process goes on; this one is of no more use.</summary>
    public KeyframeScene Restart(KeyframeOptions options) => new(this, options);

    /// <summary>Keeps what is worth a price already.</summary>
    /// <returns>How many.</returns>
    public int Commit(double price)
    {
        var chosen = Selector.Commit(price);
        _chosen.AddRange(chosen);
        return chosen.Count;
    }

    public void End() => Take(Selector.Close());

    public void Finish(FrameInfo frame, Outcome outcome) => Ended++;

    public void Dispose()
    {
        Selector.Dispose();
        foreach (var choice in _chosen)
        {
            Store.Discard(choice.Picture);
            choice.Frame.Dispose();
        }
    }

    private void Take(Period period)
    {
        period.Rank(Kept, period.Budget);
        _chosen.AddRange(period.Choose(Kept, period.Budget, out var summary));
        (Summary, Findings, Price) = (summary, period.Findings, period.Price);
    }
}
