using System.Globalization;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Core.Stages.Keyframes.Report;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>
/// What outlives a process. What was gathered is written now and then; a period that is over is written before it is chosen from, and what was
/// chosen before the first of it is archived. So a process that goes on chooses what this one did, or would have.
/// </content>
internal sealed partial class SourceKeyframes
{
    private readonly ReplayMark _mark = new();
    private Task _saving = Task.CompletedTask;
    private long _savedAt;
    private int _serial;

    /// <summary>Goes on where a killed process was.</summary>
    /// <returns>Frames' worth of it; false where there is nothing, or nothing of use: then the selector is not to be used.</returns>
    private bool TryResume(KeyframeStates states)
    {
        var serials = states.PeriodsOf(_source);
        var last = states.TryRead(states.PathOf(_source));
        var over = serials.Select(serial => (Serial: serial, File: states.TryRead(states.PeriodOf(_source, serial)))).Where(static one => one.File != null).ToList();
        // The first word about the source: what no state names is swept.
        var there = _store.Restore(_source, over.SelectMany(static one => one.File!.Pictures).Concat(last?.Pictures ?? []).Distinct().Select(static key => new CandidatePicture(key)).ToList());
        if (last == null && over.Count == 0) return false;
        var readers = new List<StateReader>();
        try
        {
            // A state that was written before a period ended is older than the one that lies in the period's file.
            var state = last?.Body;
            if (over.Count > 0)
            {
                var inner = Open(over[^1].File!.Body, 0).Many<byte>();
                if (state == null || SerialOf(state.Value) <= over[^1].Serial) state = inner;
            }

            LoadState(Open(state!.Value, _isLive ? -StateReader.PastTracks : 0));
            var pending = over.ConvertAll(one =>
            {
                var reader = Open(one.File!.Body, 0);
                reader.Many<byte>();
                return (one.Serial, Period: Period.Load(reader), Closed: SourceReports.LoadClosed(reader), Chosen: LoadChosen(states, one.Serial));
            });
            var used = readers.SelectMany(static reader => reader.Candidates).Select(static candidate => candidate.Picture).ToHashSet();
            foreach (var picture in there.Where(picture => !used.Contains(picture))) _store.Discard(picture);
            foreach (var (serial, period, closed, chosen) in pending) Follow(() => ChooseAsync(period, closed, serial, isLast: false, chosen));
            _selector.Ledger.Settle();
            _reports.Settle();
            Say(used.Count, pending.Count);
            return true;
        }
        catch (Exception fault) when (fault is InvalidDataException or ArgumentException or OverflowException or FormatException or IndexOutOfRangeException)
        {
            states.Refuse(states.PathOf(_source), fault.Message);
            foreach (var serial in serials) Forget(states, serial);
            foreach (var picture in there) _store.Discard(picture);
            return false;
        }

        StateReader Open(ReadOnlyMemory<byte> body, long shift)
        {
            var reader = new StateReader(body) { Space = _selector.Space, Store = _store, Ledger = _selector.Ledger, There = there, TrackShift = shift };
            if (reader.Word() is var space && space != Space) throw new InvalidDataException($"it is of the feature space '{space}', and this engine's is '{Space}'");
            readers.Add(reader);
            return reader;
        }
    }

    private string Space => $"{_selector.Space.Name}/{_selector.Space.Length}";

    private void LoadState(StateReader from)
    {
        _serial = from.Int();
        _price = from.Double();
        _selector.Load(from);
        _reports.Load(from);
        _mark.Load(from, _isLive);
        foreach (var choice in _selector.ChosenAtOnce(from.Candidates).ToList()) Follow(() => ReadAsync(choice));
    }

    private static int SerialOf(ReadOnlyMemory<byte> state)
    {
        var reader = new StateReader(state);
        reader.Word();
        return reader.Int();
    }

    private ChosenState? LoadChosen(KeyframeStates states, int serial)
        => states.TryRead(states.ChosenOf(_source, serial)) is { } file ? ChosenState.Load(new StateReader(file.Body)) : null;

    private void Say(int candidates, int periods)
        => _log.Info(string.Create(CultureInfo.InvariantCulture,
            $"{_source}: goes on where the run before was cut off, after {_selector.Ledger.Offered} frames, with {candidates} candidates and {periods} periods to be chosen from."));

    /// <summary>The state that was last begun; done when it is on disk.</summary>
    internal Task Saving => _saving;

    /// <summary>Writes all that is known; for the source's thread.</summary>
    private void Save(StateWriter to)
    {
        to.Text(Space);
        to.Int(_serial);
        to.Double(_price);
        _selector.Save(to);
        _reports.Save(to);
        _mark.Save(to);
    }

    /// <summary>Writes what was gathered, when it is time and nobody else writes: the frame's way is held up for a copy in memory, not for the disk.</summary>
    private void SaveWhenDue()
    {
        if (_states is not { } states || !_saving.IsCompleted || states.Time.GetElapsedTime(_savedAt) < states.Every) return;
        if (states.TryRent() is not { } writer) return;
        _savedAt = states.Time.GetTimestamp();
        Save(writer);
        var gone = _store.TakeGone(_source);
        _saving = WriteAsync();

        async Task WriteAsync()
        {
            await Task.Yield();
            try
            {
                await WriteStateAsync(states, writer, gone);
            }
            finally
            {
                states.Return(writer);
            }
        }
    }

    /// <summary>Writes at once, because something is about to be kept that must not be kept again.</summary>
    /// <returns>Ends when it is on disk.</returns>
    private Task SaveNowAsync()
    {
        if (_states is not { } states) return Task.CompletedTask;
        var writer = new StateWriter();
        _savedAt = states.Time.GetTimestamp();
        Save(writer);
        var (before, gone) = (_saving, _store.TakeGone(_source));
        return _saving = Task.Run(async () =>
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WriteStateAsync(states, writer, gone);
        });
    }

    /// <summary>Writes a period that is over, and what comes after it.</summary>
    /// <returns>Ends when both are on disk; until then the period belongs to it.</returns>
    private Task SavePeriodAsync(Period period, ClosedPeriod closed, int serial)
    {
        if (_states is not { } states) return Task.CompletedTask;
        var writer = new StateWriter();
        _savedAt = states.Time.GetTimestamp();
        Save(writer);
        var (before, gone) = (_saving, _store.TakeGone(_source));
        return _saving = Task.Run(async () =>
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var whole = new StateWriter();
            whole.Text(Space);
            whole.Many(writer.Written.Span);
            period.Save(whole);
            SourceReports.Save(whole, closed);
            if (!await IsSettledAsync(whole.Pictures)) return;
            states.TryWrite(states.PeriodOf(_source, serial), [.. whole.Pictures, .. writer.Pictures], whole.Written);
            await WriteStateAsync(states, writer, gone);
        });
    }

    private async Task WriteStateAsync(KeyframeStates states, StateWriter writer, IReadOnlyList<GonePicture> gone)
    {
        if (!await IsSettledAsync(writer.Pictures)) return;
        // An old state would go on with what is over by now.
        if (!states.TryWrite(states.PathOf(_source), writer)) states.Delete(states.PathOf(_source));
        _store.Release(gone);
    }

    // A state names what can be read again.
    private async Task<bool> IsSettledAsync(IReadOnlyList<string> pictures)
    {
        try
        {
            await _store.SettleAsync(pictures, _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Notes what was chosen before any of it is archived.</summary>
    private void NoteChosen(int serial, List<KeyframeChoice> choices, PeriodSummary summary)
    {
        if (_states is not { } states) return;
        var writer = new StateWriter();
        ChosenState.Save(writer, choices, summary);
        states.TryWrite(states.ChosenOf(_source, serial), writer);
    }

    /// <summary>A period is archived. What was cut short is still to be done by the next process.</summary>
    private void Forget(int serial)
    {
        if (_states is { } states && !_stop.IsCancellationRequested) Forget(states, serial);
    }

    private void Forget(KeyframeStates states, int serial)
    {
        states.Delete(states.PeriodOf(_source, serial));
        states.Delete(states.ChosenOf(_source, serial));
    }

    /// <summary>The source is over: a camera comes back one day, a recording is done with.</summary>
    private async Task FinishAsync()
    {
        if (_states is not { } states) return;
        await _saving;
        if (_isLive)
        {
            await SaveNowAsync();
            return;
        }

        var gone = _store.TakeGone(_source);
        states.Delete(states.PathOf(_source));
        _store.Release(gone);
    }
}
