using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>One file a frame, with its sidecar; a keyframe goes on with its file's URI.</summary>
/// <param name="context">The stage's place in the graph.</param>
/// <param name="options">Where to and how.</param>
internal sealed class ImagesSink(StageContext context, ImagesOptions options) : IFrameStage, ISink
{
    /// <summary>The attribute of a frame that is no keyframe which says where its picture was written.</summary>
    public const string UriAttribute = "uri";

    private readonly ConcurrentDictionary<string, UprightPictures> _pictures = new(StringComparer.Ordinal);
    private readonly string _folder = context.Resolve(options.To);
    private long _accepted;
    private long _written;
    private int _failing;

    /// <inheritdoc/>
    public SinkCounts Counts => new(Interlocked.Read(ref _accepted), Interlocked.Read(ref _written), 0);

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            return ValueTask.CompletedTask;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"to: the folder '{_folder}' cannot be made: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        Interlocked.Increment(ref _accepted);
        var stem = Path.Combine(_folder, FileNames.Fill(options.Name, frame.Info));
        var path = stem + (options.Format == PictureFileFormat.Png ? ".png" : ".jpg");
        var uri = new Uri(path).AbsoluteUri;
        try
        {
            var picture = Encode(frame);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // The sidecar first: whoever sees a picture appear finds it complete.
            if (options.Sidecar)
                await WholeFile.WriteAsync(stem + ".json", Sidecar.Of(frame, context.Engine, Path.GetFileName(path)), stop);
            await WholeFile.WriteAsync(path, picture, stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (Interlocked.Exchange(ref _failing, 1) == 0) context.Log.Error($"'{path}' cannot be written.", fault);
            throw new IOException($"'{path}' cannot be written: {fault.Message}", fault);
        }

        Volatile.Write(ref _failing, 0);
        Interlocked.Increment(ref _written);
        var emitted = frame.Keyframe is { } keyframe ? frame.With(keyframe with { Uri = uri }) : frame.With(UriAttribute, uri);
        await output.EmitAsync(emitted, stop);
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        if (_pictures.TryRemove(source, out var pictures)) pictures.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var pictures in _pictures.Values) pictures.Dispose();
        return ValueTask.CompletedTask;
    }

    private byte[] Encode(Frame frame)
    {
        if (!_pictures.TryGetValue(frame.Info.Source, out var pictures))
            pictures = _pictures.GetOrAdd(frame.Info.Source, new UprightPictures());
        var upright = pictures.Of(frame);
        return options.Format == PictureFileFormat.Png ? ImageCodec.EncodePng(upright) : ImageCodec.EncodeJpeg(upright, options.Quality);
    }
}
