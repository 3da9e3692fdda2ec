using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;
using Sluice.Tests.Sinks;

namespace Sluice.Core.Tests.Keyframes.State;

public sealed class StateFileTests : IDisposable
{
    private readonly SinkFixture _fixture = new();

    private string Path => System.IO.Path.Combine(_fixture.Folder, "gate.state");

    [Fact]
    public void Read_WhatWasWritten_IsThere()
    {
        StateFile.Write(Path, ["gate/a", "gate/b"], new byte[] { 1, 2, 3 });
        var file = StateFile.Read(Path);
        Assert.Equal(["gate/a", "gate/b"], file.Pictures);
        Assert.Equal([1, 2, 3], file.Body.ToArray());
    }

    [Fact]
    public void Read_AnyByteChanged_IsRefused()
    {
        StateFile.Write(Path, ["gate/a"], new byte[] { 1, 2, 3, 4, 5 });
        var whole = File.ReadAllBytes(Path);
        for (var i = 0; i < whole.Length; i++)
        {
            var bad = whole.ToArray();
            bad[i] ^= 0x10;
            File.WriteAllBytes(Path, bad);
            Assert.Throws<InvalidDataException>(() => StateFile.Read(Path));
            File.WriteAllBytes(Path, whole[..i]);
            Assert.Throws<InvalidDataException>(() => StateFile.Read(Path));
        }
    }

    [Fact]
    public void Load_FrameWithEverything_IsTheSame()
    {
        var details = new ObjectDetails
        {
            Attributes = [new("color", "red", 0.9f, "colors")],
            Embedding = new float[] { 1, 2 },
            Keypoints = [new(1, 2, 0.5f)],
            Mask = new(2, 1, [1, 0]),
        };
        using var bare = _fixture.Frame("gate", 7, SinkFixture.Car(track: 4) with { Details = details });
        using var seen = bare.With(ImmutableArray.Create(SinkFixture.Cross));
        using var frame = seen.With("night", true);
        var writer = new StateWriter();
        FrameState.Save(writer, frame);

        using var back = FrameState.Load(new StateReader(writer.Written));
        Assert.Equal(frame.Info.Id, back.Info.Id);
        Assert.Equal(frame.Info.CapturedAt, back.Info.CapturedAt);
        Assert.Equal(frame.Info.PtsSeconds, back.Info.PtsSeconds);
        Assert.Equal(frame.Detections[0] with { Details = null }, back.Detections[0] with { Details = null });
        Assert.Equal(details.Attributes.ToArray(), back.Detections[0].Details!.Attributes.ToArray());
        Assert.Equal(details.Embedding.ToArray(), back.Detections[0].Details!.Embedding.ToArray());
        Assert.Equal(details.Keypoints.ToArray(), back.Detections[0].Details!.Keypoints.ToArray());
        Assert.Equal(details.Mask!.Cells.ToArray(), back.Detections[0].Details!.Mask!.Cells.ToArray());
        Assert.Equal(3, back.Events[0].Values["total"]);
        Assert.Equal(true, back.Attributes["night"]);
    }

    [Fact]
    public void Passes_RecordingReadAgain_PassesWhatWasLookedAt()
    {
        var mark = new ReplayMark();
        foreach (var (session, pts) in new[] { ("a", 0L), ("a", 10), ("b", 0), ("b", 10) }) mark.Note(Info(session, pts));
        var writer = new StateWriter();
        mark.Save(writer);
        var again = new ReplayMark();
        again.Load(new StateReader(writer.Written), isLive: false);

        Assert.All(new[] { ("a", 0L), ("a", 10), ("b", 10) }, one => Assert.True(again.Passes(Info(one.Item1, one.Item2))));
        Assert.False(again.Passes(Info("b", 11)));
        Assert.False(again.Passes(Info("a", 0)));

        static FrameInfo Info(string session, long pts)
            => new() { Source = "s", Id = Guid.Empty, Index = 0, CapturedAt = default, ArrivedTimestamp = 0, Session = session, Pts = pts };
    }

    public void Dispose() => _fixture.Dispose();
}
