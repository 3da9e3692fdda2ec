using Microsoft.Extensions.Logging;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode.Sessions;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// A camera, a file or a folder of recordings. One thread reads, because reading blocks in native code; a task on the decoders' scheduler
/// decodes and hands frames on. Between them is a bounded queue: a recording's reader waits for room, a camera's never does. A timer
/// watches both.
/// </summary>
internal sealed partial class VideoSource : ISource
{
    // A camera's bursts need room; what a recording queues only waits longer.
    private const int MostLivePackets = 64, MostRecordedPackets = 16;
    private const long MaxQueuedBytes = 32L << 20;

    private readonly SourceConfig _config;
    private readonly SourceSetup _setup;
    private readonly Func<IReadOnlyList<Recording>> _recordings;
    private readonly SessionFeed? _sessions;
    private readonly PacketQueue _queue;
    private readonly PictureOwner _owner;
    private readonly SourceHealth _health;
    private readonly StreamMeter _meter = new();
    private readonly bool _isCamera;

    /// <summary>Makes a source; nothing is opened before <see cref="RunAsync"/>.</summary>
    /// <param name="config">What to read.</param>
    /// <param name="setup">The engine's side.</param>
    /// <param name="recordings">Lists what to read in order; a camera has one entry, opened again whenever it is lost.</param>
    /// <param name="isCamera">Whether the end of the stream is a loss to recover from.</param>
    /// <param name="sessions">Gives a watched folder's sessions instead; null for anything else.</param>
    public VideoSource(SourceConfig config, SourceSetup setup, Func<IReadOnlyList<Recording>> recordings, bool isCamera, SessionFeed? sessions = null)
    {
        (_config, _setup, _recordings, _isCamera, _sessions) = (config, setup, recordings, isCamera, sessions);
        _owner = new PictureOwner(setup.Budget);
        _decoded = setup.FirstIndex;
        _health = new SourceHealth(setup.Time);
        _breaker = new DecoderBreaker(setup.Time);
        _policy = new ReconnectPolicy(new Backoff(config.Backoff, config.BackoffMax, Random.Shared), config.BackoffMax, Random.Shared);

        // A camera soon sends another picture; a recording has no other, and what a decoder conceals in it belongs to it.
        _continuity = new Continuity(config.Damaged == DamagedPictures.Drop || (config.Damaged == DamagedPictures.Auto && isCamera));
        IsLive = isCamera || config.Pace == Pace.Realtime;
        _queue = new(IsLive ? MostLivePackets : MostRecordedPackets, MaxQueuedBytes);
        (_gate, _intra, _selector) = MakeSelector();
        _mayIdle = IsLive && _selector != null;
    }

    /// <inheritdoc/>
    public string Id => _config.Id;

    /// <inheritdoc/>
    public bool IsLive { get; }

    /// <inheritdoc/>
    public SourceStatus Status => _health.Status;

    /// <inheritdoc/>
    public StreamCounts Counts => _meter.Read(_health) with { Gate = _gate?.Counts, Decoding = _meter.Decoding(_stages) };

    /// <inheritdoc/>
    public async Task RunAsync(IStageOutput output, CancellationToken stop)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        StartReader(giveUp.Token);
        await using var watch = StartWatch(giveUp.Token);
        try
        {
            var decoding = Task.Factory.StartNew(() => DecodeAsync(output, stop), CancellationToken.None,
                TaskCreationOptions.DenyChildAttach, _setup.Decoders);
            await (await decoding);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop; what was decoded has been handed on or counted.
        }
        finally
        {
            await giveUp.CancelAsync();
            await _readerEnded.Task;
            _health.Move(SourceState.Ended);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _selector?.Dispose();
        _intra?.Dispose();
        _queue.Dispose();
        _replay.Dispose();
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(3101, LogLevel.Information, "{Source}: opened {Codec} {Width}x{Height}")]
    private static partial void LogOpened(ILogger logger, string source, string codec, int width, int height);

    [LoggerMessage(3102, LogLevel.Warning, "{Source}: lost ({Reason}: {Error}); next try in {Seconds:0.0} s")]
    private static partial void LogLost(ILogger logger, string source, FaultReason reason, string error, double seconds);

    [LoggerMessage(3103, LogLevel.Error, "{Source}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string source, string reason);

    [LoggerMessage(3104, LogLevel.Error, "{Source}: a native call has not come back for {Time}; its thread is left behind ({Stuck} now)")]
    private static partial void LogStuck(ILogger logger, string source, TimeSpan time, int stuck);

    [LoggerMessage(3105, LogLevel.Warning, "{Source}: FFmpeg did not use the options {Options}: misspelt, or of no meaning for this input")]
    private static partial void LogUnused(ILogger logger, string source, string options);
}
