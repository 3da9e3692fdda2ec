using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Host.Bench.Capacity.Strain;

/// <summary>A stage whose calls stream through more memory than caches hold and compute next to nothing. For the self-check.</summary>
internal sealed class MemoryStrain : StageFactory<MemoryStrainOptions>
{
    /// <inheritdoc/>
    public override string Use => "strain_memory";

    /// <inheritdoc/>
    public override string Summary => "Streams through memory.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, MemoryStrainOptions options) => new Stage((int)options.Size.Bytes, options.Passes);

    private sealed class Stage(int bytes, int passes) : IFrameStage
    {
        // A pair for each call that runs at once: threads that write the same lines would measure something else.
        private readonly ConcurrentBag<(byte[] From, byte[] To)> _free = [];

        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            if (!_free.TryTake(out var pair)) pair = (GC.AllocateUninitializedArray<byte>(bytes), GC.AllocateUninitializedArray<byte>(bytes));
            for (var pass = 0; pass < passes; pass++)
            {
                pair.From.AsSpan().CopyTo(pair.To);
                pair = (pair.To, pair.From);
            }

            _free.Add(pair);
            return output.EmitAsync(frame.Share(), stop);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
