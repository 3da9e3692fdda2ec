using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Host.Bench.Capacity.Strain;

/// <summary>A stage whose calls stream through more memory than caches hold and compute next to nothing. For the self-check.</summary>
internal sealed class MemoryStrain : StageFactory<MemoryStrainOptions>
{
    private const int Stretch = 8 << 20;

    /// <inheritdoc/>
    public override string Use => "strain_memory";

    /// <inheritdoc/>
    public override string Summary => "Streams through memory.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, MemoryStrainOptions options) => new Stage((int)(options.Size.Bytes / Stretch));

    private sealed class Stage(int copies) : IFrameStage
    {
        // A pair for each call that runs at once: threads that write the same lines would measure something else. All of them together are
        // several times the largest cache.
        private static readonly int Stretches = Math.Max(2, 2 * (Caches.LargestBytes / Stretch) / Environment.ProcessorCount);
        private readonly ConcurrentBag<Streams> _free = [];

        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            if (!_free.TryTake(out var streams)) streams = new();
            for (var i = 0; i < copies; i++) streams.Copy();
            _free.Add(streams);
            return output.EmitAsync(frame.Share(), stop);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private sealed class Streams
        {
            private readonly byte[] _from = GC.AllocateUninitializedArray<byte>(Stretches * Stretch), _to = GC.AllocateUninitializedArray<byte>(Stretches * Stretch);
            private int _at;

            // Pages that were never written would all be the same one.
            public Streams()
            {
                _from.AsSpan().Fill(1);
                _to.AsSpan().Fill(1);
            }

            public void Copy()
            {
                _from.AsSpan(_at, Stretch).CopyTo(_to.AsSpan(_at));
                _at = (_at + Stretch) % _from.Length;
            }
        }
    }
}
