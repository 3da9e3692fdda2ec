using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Core.Stages.Keyframes.Report;
using Sluice.Core.Stages.Keyframes.State;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// One source of the stage: gathers on the frame's way, and chooses and reads the chosen pictures beside it. Chosen frames leave with a later
/// call. For one caller at a time.
/// </summary>
internal sealed partial class SourceKeyframes : IAsyncDisposable
{
    // Decoded pictures that wait to be emitted: enough that the reader is never behind, few enough to cost no memory.
    private const int Ready = 2;
    private readonly string _source;
    private readonly bool _isLive;
    private readonly SourceSelector _selector;
    private readonly SourceReports _reports;
    private readonly KeyframeStates? _states;
    private readonly ICandidateStore _store;
    private readonly KeptFrames _kept;
    private readonly IKeyframeArchive? _archive;
    private readonly SharedBudget? _budget;
    private readonly IStageLog _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Frame> _ready = Channel.CreateBounded<Frame>(Ready);
    private Task _choosing = Task.CompletedTask;
    private readonly KeyframeOptions _options;
    private long _frozen;

    // What the last choice of the latest period brought; read by the source's thread once that is known.
    private double _price = double.NaN;
    private Task _priced = Task.CompletedTask;

    public SourceKeyframes(KeyframeOptions options, string source, KeyframeKeeping keeping, KeptFrames kept, SharedBudget? budget, PeriodReporter reporter, IStageLog log)
    {
        (_store, _archive, _kept, _budget, _log) = (keeping.Candidates, keeping.Archive, kept, budget, log);
        _options = options;
        (_source, _isLive, _states) = (source, keeping.IsLive(source), keeping.States);
        (_selector, _reports) = Fresh();
        if (_states == null || !_states.Has(source) || TryResume(_states)) return;
        (_selector, _reports) = Fresh();

        (SourceSelector, SourceReports) Fresh()
        {
            var selector = new SourceSelector(options, source, _store, _kept) { IsLive = _isLive };
            return (selector, new(reporter, selector));
        }
    }

    /// <summary>How the frames ended.</summary>
    public SelectionLedger Ledger => _selector.Ledger;

    /// <summary>What it has done so far; for any thread.</summary>
    public KeyframeCounts Counts
    {
        get
        {
            var rules = ImmutableSortedDictionary.CreateBuilder<string, KeyframeRuleCounts>(StringComparer.Ordinal);
            foreach (var watch in _selector.Watches) rules[watch.Name] = rules.GetValueOrDefault(watch.Name).Add(new(watch.Fired, watch.Suppressed));
            return new()
            {
                Offered = Ledger.Offered,
                Outcomes = Enum.GetValues<SelectionOutcome>().ToImmutableSortedDictionary(static outcome => outcome, outcome => Ledger[outcome]),
                Rules = rules.ToImmutable(),
                Frozen = _selector.Frozen,
            };
        }
    }

    /// <summary>How well the latest period was covered; null before the first ended.</summary>
    public PeriodSummary? Summary { get; private set; }

    /// <summary>Looks at a frame and emits what is ready of earlier periods.</summary>
    public async ValueTask OfferAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        if (!_mark.Passes(frame.Info))
        {
            if (_selector.IsCommitDue) await CommitAsync(output, stop);
            Look(frame);
        }

        while (_ready.Reader.TryRead(out var chosen)) await output.EmitAsync(chosen, stop);
    }

    /// <summary>Ends the period and emits all that was chosen.</summary>
    public async ValueTask EndAsync(IStageOutput output, CancellationToken stop)
    {
        Choose(_selector.Close(), _reports.Close(), isLast: true);
        var choosing = _choosing;
        _ = choosing.ContinueWith(done => _ready.Writer.TryComplete(done.Exception?.InnerException), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await foreach (var chosen in _ready.Reader.ReadAllAsync(stop)) await output.EmitAsync(chosen, stop);
        await FinishAsync();
        Say();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _choosing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_ready.Reader.TryRead(out var chosen)) chosen.Dispose();
        _selector.Dispose();
        _stop.Dispose();
    }

    /// <summary>The frame without the objects of models that only check on another; null where it has none.</summary>
    private Frame? WithoutShadow(Frame frame)
    {
        if (!frame.Attributes.ContainsKey(DetectStage.ShadowAttribute)) return null;
        return frame.With(frame.Detections.RemoveAll(detection => _options.IsShadow(detection.Model)), frame.EndedTracks);
    }

    private void Look(Frame whole)
    {
        using var own = WithoutShadow(whole);
        var frame = own ?? whole;
        var ended = _selector.Offer(frame, whole, out var now);
        // What was counted up to here: this frame and those that come meanwhile are of the next period.
        var closed = ended == null ? null : _reports.Close();
        _reports.Offer(frame);
        if (_selector.Frozen != _frozen) SayFrozen(frame);
        _mark.Note(frame.Info);
        if (now != null) _reports.Keep(now);
        if (ended != null) Choose(ended, closed!, isLast: false);
        if (now == null) SaveWhenDue();
        else Keep([now]);
    }

    /// <summary>Keeps what did not wait for the period's end.</summary>
    private void Keep(List<KeyframeChoice> choices)
    {
        // Paid for before it is kept.
        var saved = SaveNowAsync();
        Follow(async () =>
        {
            await saved;
            foreach (var choice in choices) await ReadAsync(choice);
        });
    }

    private async ValueTask CommitAsync(IStageOutput output, CancellationToken stop)
    {
        // A camera does not wait: the next frame asks again. A recording does, or it would not choose the same frames every time; what was
        // chosen leaves meanwhile, for else nothing could be chosen after it.
        if (_isLive && !_priced.IsCompleted) return;
        while (!_priced.IsCompleted)
        {
            await Task.WhenAny(_priced, _ready.Reader.WaitToReadAsync(stop).AsTask());
            stop.ThrowIfCancellationRequested();
            while (_ready.Reader.TryRead(out var chosen)) await output.EmitAsync(chosen, stop);
        }

        // The first period has nothing to compare with.
        if (double.IsNaN(_price)) return;
        var choices = _selector.Commit(_price);
        if (choices.Count == 0) return;
        foreach (var choice in choices) _reports.Keep(choice);
        Keep(choices);
    }

    // One after another, so that a period knows what the one before archived.
    private void Choose(Period period, ClosedPeriod closed, bool isLast)
    {
        var serial = _serial++;
        var saved = SavePeriodAsync(period, closed, serial);
        var priced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _priced = priced.Task;
        Follow(async () =>
        {
            try
            {
                await saved;
                await ChooseAsync(period, closed, serial, isLast, null, priced);
            }
            finally
            {
                priced.TrySetResult();
            }
        });
    }

    private async Task ChooseAsync(Period period, ClosedPeriod closed, int serial, bool isLast, ChosenState? before, TaskCompletionSource? priced = null)
    {
        List<KeyframeChoice> choices;
        PeriodSummary summary;

        using (period)
        {
            await _kept.Seeding.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (before != null)
            {
                lock (_kept.Turn) (choices, summary) = (period.Repeat(_kept, before), before.Summary);
            }
            else
            {
                (choices, summary) = _budget == null ? ChooseAlone(period) : await ChooseTogetherAsync(period, _budget, isLast);
                NoteChosen(serial, choices, summary);
            }

            if (period.Price is { } price) _price = price;
            priced?.TrySetResult();
            Summary = summary;
            // The frames are let go of as they are read.
            await ReportAsync(closed, period, summary, choices);
            foreach (var choice in choices) await ReadAsync(choice);
        }

        Forget(serial);
    }

    private (List<KeyframeChoice> Choices, PeriodSummary Summary) ChooseAlone(Period period)
    {
        period.Rank(_kept, period.Budget);
        lock (_kept.Turn) return (period.Choose(_kept, period.Budget, out var summary), summary);
    }

    private async Task<(List<KeyframeChoice> Choices, PeriodSummary Summary)> ChooseTogetherAsync(Period period, SharedBudget budget, bool isLast)
    {
        var gains = period.Rank(_kept, budget.Most);
        var grant = await budget.GrantAsync(period.Source, period.Number, gains, isLast, _stop.Token);
        try
        {
            if (_states != null) budget.Save(_states);
        }
        catch
        {
            grant.Together.Leave();
            throw;
        }

        return await grant.Together.ChooseAsync(period, grant.Count, _kept, _stop.Token);
    }

    private async Task ReportAsync(ClosedPeriod closed, Period period, PeriodSummary summary, IReadOnlyList<KeyframeChoice> choices)
    {
        try
        {
            await _reports.TellAsync(closed, period, summary, choices, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Whoever chose goes on, so that the frames are let go of.
        }
    }

    private void Follow(Func<Task> work)
    {
        var before = _choosing;
        _choosing = Task.Run(async () =>
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await work();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                _log.Error("Choosing failed; the period's frames are lost, and the next one goes on.", fault);
                throw;
            }
        });
    }

    /// <summary>Reads a chosen picture, and waits until there is room for it among those to be emitted.</summary>
    private async Task ReadAsync(KeyframeChoice choice)
    {
        using var candidate = choice.Frame;
        try
        {
            // Kept first, handed on afterwards: what stages behind are told of is there.
            var kept = _archive == null ? default : await _archive.KeepAsync(choice.Picture, candidate, choice.Why, _stop.Token);
            if (await _store.ReadAsync(choice.Picture, _stop.Token) is not { } jpeg) return;
            using var whole = candidate.WithPicture(Decompress(jpeg));
            var chosen = whole.With(choice.Why.Keyframe with { Uri = kept.Uri });
            try
            {
                await _ready.Writer.WriteAsync(chosen, _stop.Token);
            }
            catch
            {
                chosen.Dispose();
                throw;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Whoever chose goes on, so that the rest is let go of as well.
        }
        catch (Exception fault) when (fault is AvException or IOException)
        {
            _log.Error($"{candidate.Info.Source}: frame {candidate.Info.Index} was chosen, and its picture cannot be read.", fault);
        }
        finally
        {
            _store.Discard(choice.Picture);
        }
    }

    private void SayFrozen(Frame frame)
    {
        _frozen = _selector.Frozen;
        _log.Warn($"{frame.Info.Source}: frozen: frame {frame.Info.Index} and {RepeatWatch.FrozenAfter} before it show the very same picture, bit for bit. Such frames count as merged.");
    }

    private void Say()
    {
        if (Summary is not { } summary) return;
        var outcomes = Enum.GetValues<SelectionOutcome>().Where(outcome => Ledger[outcome] > 0)
            .Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{Ledger[outcome]} {Config.Snake.Case(outcome.ToString())}"));
        _log.Info(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Source}: {Ledger.Offered} frames = {string.Join(" + ", outcomes)}; {summary.Clusters} clusters of radius {summary.Radius:0.000}, spread {summary.MeanSpread / summary.Reach:0.000} on average and {summary.LargestSpread / summary.Reach:0.000} at most."));
        foreach (var watch in _selector.Watches)
            _log.Info(string.Create(CultureInfo.InvariantCulture, $"{summary.Source}: rule {watch.Name} had {watch.Fired} episodes, {watch.Suppressed} more were held back."));
    }

    private static AvPicture Decompress(byte[] jpeg)
    {
        var picture = new AvFrame();
        ImageCodec.Decode(jpeg, picture, "keyframe");
        // The candidate store has turned it already.
        return new AvPicture(picture, FreeingOwner.Instance, isUpright: true);
    }

    private sealed class FreeingOwner : IAvPictureOwner
    {
        public static readonly FreeingOwner Instance = new();

        public void Return(AvFrame frame, long sizeBytes) => frame.Dispose();
    }
}
