using System.Text.Json;
using Sluice.Core.Stages.Keyframes.Report;
using Sluice.Tests;
using Sluice.Tests.Sinks;

namespace Sluice.Core.Tests.Archive;

public sealed class SchemaTests
{
    [Fact]
    public void Of_Sidecar_MatchesItsSchema() => Check(ArchiveFixture.SidecarOf(1, "cam", 0.5, SinkFixture.Car(track: 4)));

    [Fact]
    public void ToJson_Report_MatchesItsSchema() => Check(new KeyframeReport
    {
        Engine = "box",
        Period = new() { Source = "cam", From = SinkFixture.Noon, To = SinkFixture.Noon, Triggers = [new("band", 1, 2)], Duplicates = [new("cam", "gate", 3)] },
        Surprising = [new("bus", 7, "k")],
    }.ToJson());

    private static void Check(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Empty(JsonSchemaCheck.Faults(JsonSchemaCheck.SchemaOf(document.RootElement), document.RootElement));
    }
}
