using Sluice.Core.Sinks.Nats.Messages;
using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Tests.Sinks.Nats;

public sealed class ReportMessageTests
{
    [Fact]
    public void Write_Report_MatchesItsSchema()
    {
        using var batch = new MessageBatch();
        ReportMessage.Write(batch.Begin("sluice.box-01.keyframe_report.gate"), new("box-01", Guid.NewGuid()), new()
        {
            Engine = "box-01",
            Stage = "pick",
            Period = new()
            {
                Source = "gate",
                From = SinkFixture.Noon,
                To = SinkFixture.Noon.AddHours(1),
                Offered = 100,
                Outcomes = new Dictionary<string, long> { ["merged"] = 99, ["archived"] = 1 },
                Rho = double.NaN,
                Triggers = [new("band", 2, 1)],
            },
            ArchiveDivergence = new Dictionary<string, double> { ["class"] = 0.25 },
            Surprising = [new("bus, large", 7.5, "gate/p/id")],
        });
        batch.End();
        var (subject, message) = Assert.Single(PublishedMessages.Of(batch));
        Assert.Equal("sluice.box-01.keyframe_report.gate", subject);
        Assert.Empty(JsonSchemaCheck.Faults(JsonSchemaCheck.SchemaOf(message), message));
        Assert.Equal(99, message.GetProperty("outcomes").GetProperty("merged").GetInt64());
    }
}
