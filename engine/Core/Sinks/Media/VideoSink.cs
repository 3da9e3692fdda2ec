using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>One video file a source.</summary>
/// <param name="context">The stage's place in the graph.</param>
/// <param name="options">Where to and how.</param>
internal sealed class VideoSink(StageContext context, VideoOptions options) : IFrameStage, ISink
{
    private readonly ConcurrentDictionary<string, SourceVideo> _videos = new(StringComparer.Ordinal);
    private long _endedAccepted;
    private long _endedWritten;

    /// <inheritdoc/>
    public SinkCounts Counts
    {
        get
        {
            long accepted = Interlocked.Read(ref _endedAccepted), written = Interlocked.Read(ref _endedWritten);
            foreach (var video in _videos.Values) (accepted, written) = (accepted + video.Accepted, written + video.Written);
            return new(accepted, written, 0);
        }
    }

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        foreach (var source in context.Sources)
        {
            var path = PathOf(source);
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"to: the folder of '{path}' cannot be made: {fault.Message}", fault);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        var source = frame.Info.Source;
        if (!_videos.TryGetValue(source, out var video))
            video = _videos.GetOrAdd(source, new SourceVideo(PathOf(source), options, context.Time, context.Log));
        video.Write(frame);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        if (!_videos.TryGetValue(source, out var video)) return ValueTask.CompletedTask;
        try
        {
            video.Finish();
        }
        finally
        {
            End(source, video);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var (source, video) in _videos)
        {
            try
            {
                video.Finish();
            }
            catch (IOException)
            {
                // Logged where it happened; the other sources' files still have to be closed.
            }

            End(source, video);
        }

        return ValueTask.CompletedTask;
    }

    private void End(string source, SourceVideo video)
    {
        video.Dispose();
        if (!_videos.TryRemove(source, out _)) return;
        Interlocked.Add(ref _endedAccepted, video.Accepted);
        Interlocked.Add(ref _endedWritten, video.Written);
    }

    private string PathOf(string source) => context.Resolve(FileNames.Fill(options.To, source));
}
