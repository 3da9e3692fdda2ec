using Sluice.Core.Config;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Sinks.Csv;
using Sluice.Core.Sinks.Jsonl;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Sinks.Nats;
using Sluice.Core.Sinks.S3;
using Sluice.Core.Sinks.Webhook;
using Sluice.Core.Stages.Analytics;
using Sluice.Core.Stages.Flow;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Crops;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Render;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Stages;

/// <summary>The kinds of stage that come with the engine.</summary>
public static class BuiltInStages
{
    /// <summary>All of them, in the order frames usually meet them.</summary>
    public static StageCatalog Catalog() => new(
    [
        new SampleFactory(), new DetectFactory(), new TrackFactory(), new ClassifyFactory(), new EmbedFactory(), new AnalyticsFactory(), new KeyframeFactory(), new RenderFactory(),
        new VideoFactory(), new MosaicFactory(), new ImagesFactory(), new ClipFactory(), new JsonlFactory(), new ClickHouseFactory(), new NatsFactory(),
        new S3Factory(), new WebhookFactory(), new CsvFactory(),
    ]);
}
