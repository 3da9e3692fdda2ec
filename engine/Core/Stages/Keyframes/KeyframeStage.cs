using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Render;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Chooses the few frames worth keeping of each source, under a budget.</summary>
internal sealed class KeyframeStage(KeyframeOptions options) : IFrameStage
{
    // Good enough to label on and to encode again; a candidate of 720p takes about 100 kB.
    private const int Quality = 95;
    private readonly ConcurrentDictionary<string, SourceState> _sources = new(StringComparer.Ordinal);
    private readonly PicturePool _pool = new(4);

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        if (!_sources.TryGetValue(frame.Info.Source, out var state))
            state = _sources.GetOrAdd(frame.Info.Source, new SourceState(options, frame.Info.Source, _pool));
        await EmitAsync(state.Selector.Offer(frame, state.Compress), output, stop);
    }

    /// <inheritdoc/>
    public async ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        if (!_sources.TryRemove(source, out var state)) return;
        using (state) await EmitAsync(state.Selector.Choose(), output, stop);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var state in _sources.Values) state.Dispose();
        _sources.Clear();
        _pool.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask EmitAsync(List<Choice> choices, IStageOutput output, CancellationToken stop)
    {
        var done = 0;
        try
        {
            for (; done < choices.Count; done++)
            {
                using var candidate = choices[done].Candidate;
                using var whole = candidate.Frame.WithPicture(Decompress(candidate.Jpeg));
                await output.EmitAsync(whole.With(choices[done].Keyframe), stop);
            }
        }
        finally
        {
            for (; done < choices.Count; done++) choices[done].Candidate.Dispose();
        }
    }

    private static AvPicture Decompress(byte[] jpeg)
    {
        var picture = new AvFrame();
        ImageCodec.Decode(jpeg, picture, "keyframe");
        return new AvPicture(picture, FreeingOwner.Instance);
    }

    private sealed class FreeingOwner : IAvPictureOwner
    {
        public static readonly FreeingOwner Instance = new();

        public void Return(AvFrame frame, long sizeBytes) => frame.Dispose();
    }

    private sealed class SourceState : IDisposable
    {
        private readonly PictureCopier _copier;

        public SourceState(KeyframeOptions options, string source, PicturePool pool)
        {
            _copier = new(pool);
            Selector = new(options, SeedOf(options.Seed, source));
            Compress = frame => ImageCodec.EncodeJpeg(_copier.AsNative(frame.Picture), Quality);
        }

        public SourceSelector Selector { get; }

        public Func<Frame, byte[]> Compress { get; }

        public void Dispose()
        {
            Selector.Dispose();
            _copier.Dispose();
        }

        // string.GetHashCode differs from run to run, so a run could not be repeated by it.
        private static int SeedOf(int seed, string source) => source.Aggregate(seed, static (hash, letter) => unchecked((hash * 31) + letter));
    }
}
