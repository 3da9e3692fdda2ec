using System.Text.Json;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Observability;

[Collection(ObservedCollection.Name)]
public sealed class ObservedRunTests(ObservedRun run)
{
    [ServerFact("prometheus")]
    public async Task Metrics_OfARealRun_PassPromtool()
    {
        await run.StartAsync();
        var (exit, output) = await Promtool.RunAsync(await run.Engine.GetStringAsync("metrics"), "check", "metrics");
        Assert.True(exit == 0, output);
        Assert.Equal("", output);
    }

    [ServerFact("prometheus")]
    public async Task Prometheus_ScrapingARealRun_HasItsSeries()
    {
        await run.StartAsync();
        Assert.Equal("1", ValueOf(await run.AskPrometheusAsync($$"""up{instance="{{run.Instance}}"}""")));

        // At the end of a recording that is read again it connects for a moment.
        Assert.Equal("1", ValueOf(await run.AskPrometheusAsync("""max_over_time(sluice_source_state{source="crossing",state="running"}[1m])""")));
        Assert.Equal("traffic", (await run.AskPrometheusAsync("""sluice_stage_info{stage="detect"}""")).GetProperty("data").GetProperty("result")[0].GetProperty("metric").GetProperty("model").GetString());
        foreach (var name in new[] { "sluice_frames_total", "sluice_e2e_latency_seconds_count", "sluice_batch_size_count", "sluice_sink_rows_total", "sluice_process_cpu_seconds_total", "sluice_disk_free_bytes", "sluice_model_info" })
            Assert.True((await run.AskPrometheusAsync(name)).GetProperty("data").GetProperty("result").GetArrayLength() > 0, name);

        // The alerts of a run that is well: the disk is the machine's.
        var firing = (await run.AskPrometheusAsync("""ALERTS{alertstate="firing",alertname!~"SluiceDisk.*"}""")).GetProperty("data").GetProperty("result");
        Assert.True(firing.GetArrayLength() == 0, firing.GetRawText());
    }

    [ServerFact("prometheus")]
    public async Task Health_OfARealRun_ListsSourcesAndSinks()
    {
        await run.StartAsync();
        using var answer = await run.Engine.GetAsync("readiness");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.IsSuccessStatusCode, json.RootElement.GetRawText());
        Assert.Equal(["crossing", "overpass"], json.RootElement.GetProperty("sources").EnumerateArray().Select(static s => s.GetProperty("id").GetString()!));
        var sink = Assert.Single(json.RootElement.GetProperty("sinks").EnumerateArray());
        Assert.True(sink.GetProperty("acknowledged").GetInt64() > 0);
    }

    private static string? ValueOf(JsonElement answer) => Assert.Single(answer.GetProperty("data").GetProperty("result").EnumerateArray()).GetProperty("value")[1].GetString();
}
