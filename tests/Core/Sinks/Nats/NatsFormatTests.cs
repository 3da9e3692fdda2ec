using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Formats;
using Sluice.Core.Sinks.Nats.Messages;

namespace Sluice.Tests.Sinks.Nats;

/// <summary>Exact documents, as consumers of other systems expect them.</summary>
public sealed class NatsFormatTests : IDisposable
{
    private static readonly ObjectDetails Details = new() { Attributes = [new("color", "dark|red", 0.75f, "colors")] };
    private readonly SinkFixture _fixture = new();
    private readonly MessageBatch _batch = new();
    private readonly NatsSubjects _subjects = new("sluice", "box.1");

    public void Dispose()
    {
        _batch.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public void DeepStream_Frame_IsTheMinimalForm()
    {
        using var frame = _fixture.Frame("gate", 3, SinkFixture.Car(track: 7) with { Details = Details }, SinkFixture.Car(1));
        new DeepStreamFormat("gate", _subjects).Write(frame, isFirst: true, _batch);
        AssertMessages((
            "sluice.box_1.deepstream.gate",
            """
            {"version":"4.0","id":"3","@timestamp":"2026-01-31T12:00:00.120Z","sensorId":"gate","objects":[
            "7|10.5|20|110.5|80|car|#|dark_red|0.5","18446744073709551615|1|20|101|80|car|#|0.5"]}
            """));
    }

    [Fact]
    public void DeepStream_FrameOnASecondLink_IsNotRepeated()
    {
        using var frame = _fixture.Frame("gate", 3);
        new DeepStreamFormat("gate", _subjects).Write(frame, isFirst: false, _batch);
        AssertMessages();
    }

    [Fact]
    public void DlStreamer_Frame_IsItsMetadata()
    {
        using var plain = _fixture.Frame("gate", 3, SinkFixture.Car(32, track: 7) with { Details = Details, Box = new(32, 12, 48, 36) });
        using var frame = plain.With([SinkFixture.Cross]);
        new DlStreamerFormat("gate", _subjects).Write(frame, isFirst: true, _batch);
        AssertMessages((
            "sluice.box_1.dlstreamer.gate",
            """
            {"resolution":{"width":64,"height":48},"source":"gate","tags":{},"timestamp":120000000,"system_timestamp":"2026-01-31T12:00:00.12Z",
            "objects":[{"x":32,"y":12,"w":16,"h":24,"id":7,"roi_type":"car","detection":{"bounding_box":{"x_min":0.5,"y_min":0.25,"x_max":0.75,"y_max":0.75},
            "confidence":0.5,"label_id":2,"label":"car"},"color":{"label":"dark|red","confidence":0.75,"model":{"name":"colors"}},
            "tripwire_crossings":[{"tripwire_id":"stop_line","direction":"in"}]}]}
            """));
    }

    [Fact]
    public void Frigate_TrackThroughAZone_IsNewUpdatedAndEnded()
    {
        var format = new FrigateFormat("gate", new("frigate", "box"));
        var enter = new FrameEvent { Kind = "enter", Place = "zebra", TrackId = 7 };
        var exit = new FrameEvent { Kind = "exit", Place = "zebra", TrackId = 7 };
        using (var frame = _fixture.Frame("gate", 0, SinkFixture.Car(track: 7))) format.Write(frame, isFirst: true, _batch);
        using (var frame = _fixture.Frame("gate", 25, SinkFixture.Car(track: 7)))
        {
            format.Write(frame, isFirst: true, _batch);
            using var seen = frame.With([enter]);
            format.Write(seen, isFirst: false, _batch);
            format.Write(seen, isFirst: false, _batch);
        }

        using (var frame = _fixture.Frame("gate", 50, SinkFixture.Car(track: 7) with { Score = 0.75f })) format.Write(frame, isFirst: true, _batch);
        using (var frame = _fixture.Frame("gate", 75))
        using (var left = frame.With([exit]))
            format.Write(left, isFirst: true, _batch);
        using (var frame = _fixture.Frame("gate", 100))
        using (var ended = frame.With([], [new(7, 2, "car", 0, 50, SinkFixture.Noon, SinkFixture.Noon.AddSeconds(2), 3, 0.75f, default, default)]))
            format.Write(ended, isFirst: true, _batch);
        var messages = PublishedMessages.Of(_batch);
        Assert.All(messages, static m => Assert.Equal("frigate.events", m.Subject));
        Assert.Equal(
            ["new", "update [zebra] [zebra]", "update [zebra] [zebra]", "update [] [zebra]", "end [] [zebra]"],
            messages.Select(static m => m.Message.GetProperty("type").GetString() + (m.Message.GetProperty("type").ValueEquals("new") ? "" : " " + Zones(m.Message, "current_zones") + " " + Zones(m.Message, "entered_zones"))));
        Same(
            """
            {"id":"1769860800.000000-7","camera":"gate","frame_time":1769860802,"label":"car","sub_label":null,"top_score":0.75,"false_positive":false,
            "start_time":1769860800,"end_time":null,"score":0.75,"box":[10,20,110,80],"area":6000,"ratio":1.667,"region":[0,0,64,48],"active":true,
            "stationary":false,"current_zones":["zebra"],"entered_zones":["zebra"],"has_clip":false,"has_snapshot":false,"attributes":{}}
            """,
            messages[2].Message.GetProperty("after"));
        Assert.Equal(1769860802, messages[4].Message.GetProperty("after").GetProperty("end_time").GetDouble());
        Assert.True(JsonElement.DeepEquals(messages[1].Message.GetProperty("after"), messages[2].Message.GetProperty("before")));

        static string Zones(JsonElement message, string name) => "[" + string.Join(' ', message.GetProperty("after").GetProperty(name).EnumerateArray().Select(static z => z.GetString())) + "]";
    }

    [Fact]
    public void Frigate_SourceEnds_EndsItsTracks()
    {
        var format = new FrigateFormat("gate", new("frigate", "box"));
        using (var frame = _fixture.Frame("gate", 0, SinkFixture.Car(track: 7), SinkFixture.Car(track: 8, predicted: true))) format.Write(frame, isFirst: true, _batch);
        format.End(_batch);
        format.End(_batch);
        Assert.Equal(["new", "end"], PublishedMessages.Of(_batch).Select(static m => m.Message.GetProperty("type").GetString()!));
    }

    private static void Same(string expected, JsonElement actual)
        => Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, actual), actual.GetRawText());

    private void AssertMessages(params (string Subject, string Json)[] expected)
    {
        var actual = PublishedMessages.Of(_batch);
        Assert.Equal(expected.Select(static e => e.Subject), actual.Select(static a => a.Subject));
        for (var i = 0; i < expected.Length; i++) Same(expected[i].Json, actual[i].Message);
    }
}
