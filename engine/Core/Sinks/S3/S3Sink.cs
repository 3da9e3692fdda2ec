using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Delivery;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Sinks.Objects;
using Sluice.Core.Sinks.Spool;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.S3;

/// <summary>
/// Uploads the files that frames name, the clips of the stages it takes from, and, where no stage has written them, keyframes it encodes
/// itself. A frame goes on as soon as its upload is in the spool, with the address it will have.
/// </summary>
internal sealed class S3Sink : IFrameStage, ISink
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(10);
    private readonly StageContext _context;
    private readonly S3Options _options;
    private readonly KeyTemplate _keys;
    private readonly Func<IObjectStore> _open;
    private readonly ConcurrentDictionary<string, UprightPictures> _pictures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SeenFrames> _encoded = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Path, FrameInfo Frame)> _clips = new();
    private IObjectStore? _store;
    private Uploader? _uploader;
    private SinkSpool? _spool;
    private bool _encodes;
    private bool _disposed;

    /// <summary>A sink that has opened nothing.</summary>
    /// <param name="context">Its place in the graph.</param>
    /// <param name="options">What it does.</param>
    /// <param name="open">Opens the store; null for the bucket that the options name.</param>
    public S3Sink(StageContext context, S3Options options, Func<IObjectStore>? open = null)
    {
        (_context, _options, _keys) = (context, options, new(options.Key, context.Engine));
        _open = open ?? (() => new S3ObjectStore(options, context.Time));
    }

    /// <inheritdoc/>
    public SinkCounts Counts => _spool?.Counts ?? default;

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken stop)
    {
        Look();
        _store = _open();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(CheckTimeout);
        try
        {
            await _store.CheckAsync(limit.Token);
        }
        catch (ObjectStoreException fault) when (fault.IsTransient)
        {
            // An outage at the start is an outage like any other. A server that refuses is a mistake in the graph.
            _context.Log.Warn($"{fault.Message} What comes waits in the spool.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            _context.Log.Warn($"The bucket '{_options.Bucket}' does not answer. What comes waits in the spool.");
        }

        _uploader = new(_store, _context.Log);
        _spool = SinkSpool.Open(_context, _options.Spool, _options.InFlight, _uploader.DeliverAsync);
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        await TakeClipsAsync(output, stop);
        if (LocalPath(frame.Keyframe?.Uri ?? frame.Attributes.GetValueOrDefault(ImagesSink.UriAttribute) as string) is { } path)
        {
            var key = _keys.Of(frame.Info, path);
            await AddAsync(new() { Key = key, File = path, Sidecar = _options.Sidecar, DeleteAfter = _options.DeleteAfter }, default, default, output, stop);
            await output.EmitAsync(Moved(frame, key), stop);
            return;
        }

        if (_encodes && frame is { Keyframe.Uri: null, HasPicture: true } && IsFirst(frame))
        {
            var key = _keys.Of(frame.Info, "keyframe.jpg");
            var picture = Encode(frame);
            var sidecar = _options.Sidecar ? Sidecar.Of(frame, _context.Engine, Path.GetFileName(key)) : default;
            await AddAsync(new() { Key = key, PictureBytes = picture.Length, Sidecar = _options.Sidecar }, picture, sidecar, output, stop);
            await output.EmitAsync(Moved(frame, key), stop);
            return;
        }

        await output.EmitAsync(frame.Share(), stop);
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        if (_pictures.TryRemove(source, out var pictures)) pictures.Dispose();
        _encoded.TryRemove(source, out _);
        return TakeClipsAsync(output, stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        Files?.Unsubscribe(_context.Id);
        foreach (var pictures in _pictures.Values) pictures.Dispose();
        if (_spool != null)
        {
            using var limit = new CancellationTokenSource(_options.FlushTimeout, _context.Time);
            try
            {
                await TakeClipsAsync(null, limit.Token);
            }
            catch (OperationCanceledException)
            {
                _context.Log.Error($"The spool has no room for {_clips.Count} clips; they stay where they are and are not uploaded.");
            }

            await _spool.EndAsync(_options.FlushTimeout);
            await _spool.DisposeAsync();
        }

        if (_uploader is { Vanished: > 0 } uploader) _context.Log.Warn($"{uploader.Vanished} files were gone before they were uploaded.");
        _store?.Dispose();
    }

    private WrittenFiles? Files => (WrittenFiles?)_context.Services.GetService(typeof(WrittenFiles));

    // What the stages before it give decides what it does: files are named by frames, clips are told of, and bare keyframes it encodes itself.
    private void Look()
    {
        var graph = ((EngineView?)_context.Services.GetService(typeof(EngineView)))?.Config;
        var givers = graph?.Stages.FirstOrDefault(stage => stage.Id == _context.Id)?.From.Select(link => link.Stage).ToArray();
        if (graph == null || givers == null)
        {
            _encodes = true;
            return;
        }

        var uses = givers.Select(giver => graph.Stages.FirstOrDefault(stage => stage.Id == giver)?.Factory.Use ?? "source").ToArray();
        for (var i = 0; i < givers.Length; i++)
            if (uses[i] == "clip") Files?.Subscribe(givers[i], _context.Id, (path, frame) => _clips.Enqueue((path, frame)));
        _encodes = !uses.Contains("images") && uses.Any(static use => use != "clip");
    }

    private bool IsFirst(Frame frame) => _encoded.GetOrAdd(frame.Info.Source, static _ => new()).IsFirst(frame.Info.Index);

    private Frame Moved(Frame frame, string key)
    {
        var uri = _store!.UriOf(key);
        return frame.Keyframe is { } keyframe ? frame.With(keyframe with { Uri = uri }) : frame.With(ImagesSink.UriAttribute, uri);
    }

    private async ValueTask TakeClipsAsync(IStageOutput? call, CancellationToken stop)
    {
        while (_clips.TryDequeue(out var clip))
        {
            try
            {
                var key = _keys.Of(clip.Frame, clip.Path);
                await AddAsync(new() { Key = key, File = clip.Path, Sidecar = _options.Sidecar, DeleteAfter = _options.DeleteAfter }, default, default, call, stop);
            }
            catch
            {
                _clips.Enqueue(clip);
                throw;
            }
        }
    }

    private async ValueTask AddAsync(Upload upload, ReadOnlyMemory<byte> picture, ReadOnlyMemory<byte> sidecar, IStageOutput? call, CancellationToken stop)
    {
        using var batch = new SpoolBatch();
        batch.Begin(upload.Write());
        picture.Span.CopyTo(batch.GetSpan(picture.Length));
        batch.Advance(picture.Length);
        sidecar.Span.CopyTo(batch.GetSpan(sidecar.Length));
        batch.Advance(sidecar.Length);
        batch.End(items: 1);
        await _spool!.AddAsync(batch, call, stop);
    }

    private byte[] Encode(Frame frame)
        => ImageCodec.EncodeJpeg(_pictures.GetOrAdd(frame.Info.Source, static _ => new()).Of(frame), _options.Quality);

    private static string? LocalPath(string? uri) => Uri.TryCreate(uri, UriKind.Absolute, out var file) && file.IsFile ? file.LocalPath : null;
}
