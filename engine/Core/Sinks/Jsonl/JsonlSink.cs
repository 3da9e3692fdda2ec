using System.Buffers;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Jsonl;

/// <summary>Writes a line for every frame. Lines reach the file in blocks, at the end of a source, and at least each second.</summary>
internal sealed class JsonlSink : IFrameStage, ISink
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private readonly StageContext _context;
    private readonly JsonlOptions _options;
    private readonly bool _perSource;

    // File systems note times by a coarser clock.
    private readonly DateTime _started = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromMilliseconds(50);

    // Guards all below: the flush timer runs beside the calls of the engine.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LineFile> _files = [];
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;
    private ITimer? _timer;
    private bool _isStarted;
    private bool _failing;
    private bool _disposed;
    private long _accepted;
    private long _acknowledged;

    public JsonlSink(StageContext context, JsonlOptions options)
    {
        (_context, _options) = (context, options);
        _perSource = options.To.Contains("{source}", StringComparison.Ordinal);
        _json = new(_line, FrameJson.Options);
    }

    public SinkCounts Counts => new(Interlocked.Read(ref _accepted), Interlocked.Read(ref _acknowledged), 0);

    public ValueTask StartAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            // Opened before the first frame, so that a wrong path stops the start and not the run.
            if (_perSource)
                foreach (var source in _context.Sources) FileOf(source);
            else
                FileOf("");
            _isStarted = true;
            _timer = _context.Time.CreateTimer(static state => ((JsonlSink)state!).FlushAll(), this, FlushInterval, FlushInterval);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        if (!_options.EventsOnly || !frame.Events.IsEmpty) Take(frame);
        return ValueTask.CompletedTask;
    }

    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        lock (_gate)
        {
            if (_disposed || !_files.TryGetValue(_perSource ? source : "", out var file)) return ValueTask.CompletedTask;
            Flush(file);

            // Sources come and go: an open file each would be left of them. What the disk does not take yet is tried again.
            if (!_perSource || file.PendingLines > 0) return ValueTask.CompletedTask;
            file.Dispose();
            _files.Remove(source);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer != null) await _timer.DisposeAsync();
        lock (_gate)
        {
            if (_disposed) return;
            foreach (var file in _files.Values) Close(file);
            _disposed = true;
        }

        await _json.DisposeAsync();
    }

    private void Close(LineFile file)
    {
        Flush(file);
        if (file.PendingLines > 0) _context.Log.Error($"{file.PendingLines} lines did not reach '{file.Path}'.");
        file.Dispose();
    }

    private void Take(Frame frame)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var file = FileOf(frame.Info.Source);
            _line.ResetWrittenCount();
            _json.Reset();
            if (frame.Keyframe is { } keyframe) FrameJson.WriteKeyframe(_json, frame, keyframe);
            else FrameJson.WriteFrame(_json, frame);
            _json.Flush();
            if (file.IsBlockFull) Flush(file);
            if (!file.TryAdd(_line.WrittenSpan))
                throw new IOException($"'{file.Path}' cannot be written and its buffer is full; the frame's line was not taken.");
            Interlocked.Increment(ref _accepted);
        }
    }

    private void FlushAll()
    {
        lock (_gate)
        {
            if (_disposed) return;
            foreach (var file in _files.Values) Flush(file);
        }
    }

    private void Flush(LineFile file)
    {
        try
        {
            Interlocked.Add(ref _acknowledged, file.Flush());
            if (_failing && file.PendingLines == 0) _context.Log.Info($"'{file.Path}' is written again; nothing was lost.");
            _failing = false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Said once until it works again: a full disk would otherwise fill the log too.
            if (!_failing) _context.Log.Error($"'{file.Path}' cannot be written: {fault.Message} Lines are kept in memory and tried again.");
            _failing = true;
        }
    }

    private LineFile FileOf(string source)
    {
        var key = _perSource ? source : "";
        if (_files.TryGetValue(key, out var file)) return file;
        var name = _perSource ? _options.To.Replace("{source}", SafeName(source), StringComparison.Ordinal) : _options.To;
        var path = _context.Resolve(name);
        file = new(path, _options.Append || IsOfThisRun(path));
        _files.Add(key, file);
        return file;
    }

    // A source that was there before goes on in its file; one whose file is of an earlier run starts it anew.
    private bool IsOfThisRun(string path) => _perSource && _isStarted && File.Exists(path) && File.GetLastWriteTimeUtc(path) >= _started;

    private static string SafeName(string source) => string.Create(source.Length, source, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = text[i] is '/' or '\\' or '\0' ? '_' : text[i];
    });
}
