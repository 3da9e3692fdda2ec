using System.Text;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Csv;

/// <summary>Writes lines of CSV. A frame's lines are in its file, or at least in the kernel's memory of it, when the call for it returns.</summary>
internal sealed class CsvSink : IFrameStage, ISink
{
    private readonly StageContext _context;
    private readonly CsvOptions _options;
    private readonly CsvNames _names;
    private readonly byte[] _header;

    // Guards what follows: the timer runs beside the calls of the engine.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Open> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SeenFrames Frames, SeenEvents Events, SeenFrames Keyframes)> _seen = new(StringComparer.Ordinal);
    private readonly CsvWriter _csv = new();
    private ITimer? _timer;
    private bool _disposed;
    private bool _failing;
    private long _accepted;
    private long _acknowledged;

    public CsvSink(StageContext context, CsvOptions options)
    {
        (_context, _options, _names) = (context, options, new(options.To, context.Engine, options.Every));
        _header = Encoding.UTF8.GetBytes(CsvRows.Header(options.What) + "\r\n");
    }

    public SinkCounts Counts => new(Interlocked.Read(ref _accepted), Interlocked.Read(ref _acknowledged), 0);

    public ValueTask StartAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            // Opened before the first frame, so that a wrong path stops the start and not the run.
            if (_names.IsPerSource)
                foreach (var source in _context.Sources) FileOf(source);
            else
                FileOf("");
            FinishLeft();
            _timer = _context.Time.CreateTimer(static state => ((CsvSink)state!).FinishOld(), this, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _csv.Clear();
            Rows(frame);
            if (_csv.Lines == 0) return ValueTask.CompletedTask;
            Interlocked.Add(ref _accepted, _csv.Lines);
            try
            {
                FileOf(frame.Info.Source).File.Write(_csv.Written);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Interlocked.Add(ref _accepted, -_csv.Lines);
                // Said once until it works again: a full disk would otherwise fill the log too.
                if (!_failing) _context.Log.Error($"'{_options.To}' cannot be written: {fault.Message} Frames fail until it can.");
                _failing = true;
                throw;
            }

            _failing = false;
            Interlocked.Add(ref _acknowledged, _csv.Lines);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        lock (_gate)
        {
            _seen.Remove(source);
            if (_names.IsPerSource && _files.Remove(source, out var open)) Finish(open.File);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer != null) await _timer.DisposeAsync();
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            foreach (var open in _files.Values) Finish(open.File);
            _files.Clear();
        }
    }

    private void Rows(Frame frame)
    {
        var source = frame.Info.Source;
        if (!_seen.TryGetValue(source, out var seen)) _seen.Add(source, seen = (new(), new(), new()));
        switch (_options.What)
        {
            case CsvContent.Objects when seen.Frames.IsFirst(frame.Info.Index):
                CsvRows.Objects(_csv, _context.Engine, frame);
                break;
            case CsvContent.Frames when seen.Frames.IsFirst(frame.Info.Index):
                CsvRows.Frame(_csv, _context.Engine, frame);
                break;
            case CsvContent.Keyframes when frame.Keyframe is { } keyframe && seen.Keyframes.IsFirst(frame.Info.Index):
                CsvRows.Keyframe(_csv, _context.Engine, frame, keyframe);
                break;
            case CsvContent.Events:
                foreach (var happened in frame.Events)
                    if (seen.Events.IsFirst(happened)) CsvRows.Event(_csv, _context.Engine, frame, happened);
                break;
        }
    }

    private Open FileOf(string source)
    {
        var key = _names.IsPerSource ? source : "";
        var now = _context.Time.GetUtcNow();
        var period = _names.PeriodOf(now);
        if (_files.TryGetValue(key, out var open))
        {
            if (open.Period == period && !(open.File.Length >= _options.Size?.Bytes)) return open;
            _files.Remove(key);
            Finish(open.File);
        }

        var file = CsvFile.Open(_context.Resolve(_names.Of(source, now)), _header);
        return _files[key] = new(file, period);
    }

    // A file whose time is over is finished though nothing comes that would begin the next.
    private void FinishOld()
    {
        lock (_gate)
        {
            if (_disposed) return;
            var period = _names.PeriodOf(_context.Time.GetUtcNow());
            foreach (var (key, open) in _files.Where(file => file.Value.Period != period).ToArray())
            {
                _files.Remove(key);
                Finish(open.File);
            }
        }
    }

    // What a killed process left, and whose name will not come again.
    private void FinishLeft()
    {
        var path = _context.Resolve(_options.To);
        var within = Path.GetDirectoryName(path[..((path + "{").IndexOf('{', StringComparison.Ordinal))])!;
        if (!Directory.Exists(within)) return;
        var pattern = _names.Pattern(path, _context.Sources);
        foreach (var part in Directory.EnumerateFiles(within, "*" + CsvFile.Part, SearchOption.AllDirectories))
        {
            var name = part[..^CsvFile.Part.Length];
            if (pattern.IsMatch(name) && CsvFile.TryFinish(name)) _context.Log.Info($"'{name}' was left unfinished by an earlier run; its whole lines are kept.");
        }
    }

    private void Finish(CsvFile file)
    {
        try
        {
            file.Finish();
        }
        catch (IOException fault)
        {
            _context.Log.Error($"A file of '{_options.To}' cannot be finished and keeps its ending .part: {fault.Message}");
        }
    }

    private readonly record struct Open(CsvFile File, DateTimeOffset Period);
}
