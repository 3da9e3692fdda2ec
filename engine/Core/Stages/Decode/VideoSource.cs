using Microsoft.Extensions.Logging;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// A camera, a file or a folder of recordings. One thread reads, because reading blocks in native code; a task on the decoders' scheduler
/// decodes and hands frames on. Between them is a bounded queue: a recording's reader waits for room, a camera's never does.
/// </summary>
internal sealed partial class VideoSource : ISource
{
    // A camera's bursts need room; what a recording queues only waits longer.
    private const int MostLivePackets = 64, MostRecordedPackets = 16;
    private const long MaxQueuedBytes = 32L << 20;

    // A reader only calls FFmpeg and queues; FFmpeg's own needs stay far below this.
    private const int ReaderStackBytes = 512 << 10;
    private readonly SourceConfig _config;
    private readonly SourceSetup _setup;
    private readonly Func<IReadOnlyList<Recording>> _recordings;
    private readonly PacketQueue _queue;
    private readonly PictureOwner _owner;
    private readonly bool _isCamera;
    private SourceStatus _status = new(SourceState.Connecting, 0, null);

    /// <summary>Makes a source; nothing is opened before <see cref="RunAsync"/>.</summary>
    /// <param name="config">What to read.</param>
    /// <param name="setup">The engine's side.</param>
    /// <param name="recordings">Lists what to read in order; a camera has one entry, opened again whenever it is lost.</param>
    /// <param name="isCamera">Whether the end of the stream is a loss to recover from.</param>
    public VideoSource(SourceConfig config, SourceSetup setup, Func<IReadOnlyList<Recording>> recordings, bool isCamera)
    {
        (_config, _setup, _recordings, _isCamera) = (config, setup, recordings, isCamera);
        _owner = new PictureOwner(setup.Budget);
        IsLive = isCamera || config.Pace == Pace.Realtime;
        _queue = new(IsLive ? MostLivePackets : MostRecordedPackets, MaxQueuedBytes);
    }

    /// <inheritdoc/>
    public string Id => _config.Id;

    /// <inheritdoc/>
    public bool IsLive { get; }

    /// <inheritdoc/>
    public SourceStatus Status => Volatile.Read(ref _status);

    /// <inheritdoc/>
    public async Task RunAsync(IStageOutput output, CancellationToken stop)
    {
        var readerEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reader = new Thread(() => Read(readerEnded, giveUp.Token), ReaderStackBytes) { IsBackground = true, Name = $"read {Id}" };
        reader.Start();
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
            await readerEnded.Task;
            Update(SourceState.Ended);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _queue.Dispose();
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Update(SourceState state, string? error = null, bool reconnected = false)
    {
        // The reader and the end of the run are the only writers, one after the other.
        var last = Status;
        Volatile.Write(ref _status, new(state, last.Reconnects + (reconnected ? 1 : 0), error ?? last.LastError));
    }

    [LoggerMessage(3101, LogLevel.Information, "{Source}: opened {Codec} {Width}x{Height}")]
    private static partial void LogOpened(ILogger logger, string source, string codec, int width, int height);

    [LoggerMessage(3102, LogLevel.Warning, "{Source}: lost ({Reason}); next try in {Delay}")]
    private static partial void LogLost(ILogger logger, string source, string reason, TimeSpan delay);

    [LoggerMessage(3103, LogLevel.Error, "{Source}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string source, string reason);
}
