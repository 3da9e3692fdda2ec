using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sluice.Core.Config;

namespace Sluice.Core.Telemetry;

/// <summary>Sends metrics and traces to an OpenTelemetry collector, by HTTP with protobuf. A collector that is away costs nothing but what
/// it would have been told.</summary>
public sealed class OtlpExport : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly MeterProvider _metrics;
    private readonly TracerProvider? _traces;

    private OtlpExport(MeterProvider metrics, TracerProvider? traces) => (_metrics, _traces) = (metrics, traces);

    /// <summary>Begins to send; before the engine is made, so that nothing it counts is missed.</summary>
    /// <param name="engine">The engine's settings.</param>
    /// <param name="sources">How many sources there are about.</param>
    /// <param name="log">Where outages are said.</param>
    /// <returns>Null where the settings ask for none.</returns>
    public static OtlpExport? Start(EngineConfig engine, int sources, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (engine.Telemetry is not { Otlp.Length: > 0 } telemetry) return null;
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3);
        var resource = ResourceBuilder.CreateEmpty().AddService("sluice", serviceVersion: version, serviceInstanceId: engine.Name)
            .AddAttributes([new("host.name", Environment.MachineName)]);
        var watch = new OtlpWatch(log, Secrets.MaskUris(telemetry.Otlp));
        var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(EngineMetrics.MeterName)
            .AddView(instrument => ViewOf(instrument, engine.Name, sources))
            .AddOtlpExporter((exporter, reader) =>
            {
                Configure(exporter, telemetry, "metrics", watch);
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)telemetry.Interval.TotalMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = (int)Patience.TotalMilliseconds;
            }).Build();
        var traces = telemetry.Traces.Ratio > 0
            ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).SetSampler(new AlwaysOnSampler()).AddSource(FrameTracer.SourceName)
                .AddOtlpExporter(exporter => Configure(exporter, telemetry, "traces", watch)).Build()
            : null;
        return new(metrics, traces);
    }

    /// <summary>Sends what there is, waiting some seconds at most.</summary>
    public void Flush()
    {
        _metrics.ForceFlush((int)Patience.TotalMilliseconds);
        _traces?.ForceFlush((int)Patience.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _traces?.Dispose();
    }

    private static void Configure(OtlpExporterOptions exporter, TelemetryConfig telemetry, string signal, OtlpWatch watch)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new($"{telemetry.Otlp.TrimEnd('/')}/v1/{signal}");
        exporter.TimeoutMilliseconds = (int)Patience.TotalMilliseconds;
        exporter.HttpClientFactory = () =>
        {
            var http = new HttpClient(new OtlpHandler(watch), disposeHandler: true) { Timeout = Patience };
            foreach (var (name, value) in telemetry.Headers) http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            return http;
        };
    }

    // Instruments of another engine in the same process would be taken for this one's. The library's own limit of 2000 series a metric is
    // one camera fleet away; room is kept from the start, so not more than needed.
    private static MetricStreamConfiguration? ViewOf(Instrument instrument, string engine, int sources)
    {
        const int usual = 2000;
        if (instrument.Meter.Tags?.Any(tag => tag.Key == "engine" && Equals(tag.Value, engine)) != true) return MetricStreamConfiguration.Drop;
        if (MetricTable.All.FirstOrDefault(m => m.Name == instrument.Name) is not { IsOfSources: true } metric) return null;
        var series = (sources + 100) * (metric.Labels.Length > 1 ? 40 : 2);
        return series > usual ? new MetricStreamConfiguration { CardinalityLimit = series } : null;
    }
}
