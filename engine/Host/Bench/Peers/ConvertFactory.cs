using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Host.Bench.Peers;

/// <summary>A stage that turns every frame into a model's input and runs no model.</summary>
/// <param name="model">Whose input.</param>
internal sealed class ConvertFactory(DetectionModel model) : StageFactory<ConvertFactory.Nothing>
{
    /// <inheritdoc/>
    public override string Use => "convert";

    /// <inheritdoc/>
    public override string Summary => "Turns frames into a model's input.";

    /// <summary>The stage, behind every source.</summary>
    /// <param name="model">Whose input.</param>
    public static StageConfig Stage(DetectionModel model)
        => new() { Id = "convert", Factory = new ConvertFactory(model), Options = new Nothing(), From = [new LinkConfig { Stage = LinkConfig.AllSources }] };

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, Nothing options) => new ConvertStage(InputLayout.Of(model.Card, model.InputWidth, model.InputHeight));

    /// <summary>It has no options.</summary>
    internal sealed record Nothing;

    private sealed class ConvertStage(InputLayout layout) : IFrameStage
    {
        private readonly FramePreprocessor _preprocessor = new(layout);
        private readonly byte[] _tensor = new byte[layout.SizeBytes];
        private ResamplePlan? _bordered;

        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            _preprocessor.Write(frame.Picture, frame.Info.Rotation, null, _tensor, ref _bordered);
            return output.EmitAsync(frame.Share(), stop);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
