using System.Security.Cryptography;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode.Sessions;

namespace Sluice.Core.Tests.Decode.Sessions;

public sealed class WatchedFolderTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(150), Never = TimeSpan.FromHours(1);

    [Fact]
    public async Task Read_SessionsThatCameBefore_GoesByStartThenByName()
    {
        await using var folder = new WatchedFolder();
        folder.PutClip("b.mp4", 4);
        folder.PutClip("a.mp4", 3);
        folder.PutClip("late.mp4", 5);
        folder.Put("late.json", """{"started_at":"2026-03-02T08:00:00Z"}""");
        folder.PutClip("day/cam.mp4", 6);
        folder.Put("day/session.json", """{"started_at":"2026-03-01T08:00:00Z","recorder":"x7"}""");
        folder.Start(Soon);

        await WatchedFolder.UntilAsync(() => folder.Ledger.Count(l => l.State == "done") == 4);
        var state = folder.Harness.Source.Status;
        await folder.StopAsync();

        Assert.Equal([("day", 6), ("late.mp4", 5), ("a.mp4", 3), ("b.mp4", 4)], folder.Sessions);
        Assert.Equal((SourceState.Running, (string?)null), (state.State, state.LastError));
        Assert.Equal(Enumerable.Range(0, 18).Select(i => (long)i), folder.Harness.Frames.Select(f => f.Index));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), folder.Harness.Frames[0].CapturedAt);
        Assert.Equal(folder.Harness.Ledger.Arrived, folder.Harness.Ended);
    }

    [Fact]
    public async Task Read_FileThatGrows_WaitsUntilItHasStopped()
    {
        await using var folder = new WatchedFolder();
        var whole = await File.ReadAllBytesAsync(folder.Clip(50));
        folder.Start(TimeSpan.FromMilliseconds(600));

        // Written piece by piece, each well within the time: what is there is no whole file before the last one.
        for (var piece = 1; piece <= 8; piece++)
        {
            folder.Put("a.mp4", whole[..(whole.Length * piece / 8)]);
            Assert.Empty(folder.Ledger);
            await Task.Delay(30);
        }

        await WatchedFolder.UntilAsync(() => folder.Ledger.Any(l => l.State == "done"));
        await folder.StopAsync();

        Assert.Equal([("a.mp4", 50)], folder.Sessions);
        Assert.Equal([("a.mp4", "reading", null), ("a.mp4", "done", null)], folder.Ledger);
    }

    [Fact]
    public async Task Read_MarkerAppears_DoesNotWaitLonger()
    {
        await using var folder = new WatchedFolder();
        folder.PutClip("a.mp4", 3);
        folder.PutClip("b/one.mp4", 2);
        folder.PutClip("b/two.mp4", 4);
        folder.Start(Never);
        folder.PutClip("unmarked.mp4", 7);
        folder.Put("a.mp4.done", "");
        folder.Put("b/upload.done", "");

        await WatchedFolder.UntilAsync(() => folder.Ledger.Count(l => l.State == "done") == 2);
        await folder.StopAsync();

        Assert.Equal([("a.mp4", 3), ("b", 6)], folder.Sessions.Order());
    }

    [Fact]
    public async Task Read_BadSessions_AreQuarantinedWithAReasonAndTheOthersRead()
    {
        await using var folder = new WatchedFolder();
        var clip = await File.ReadAllBytesAsync(folder.Clip(30));
        folder.Put("cut.mp4", clip[..(clip.Length / 3)]);
        folder.Put("empty.mp4", "");
        folder.Put("text.mp4", "this is no video");
        folder.Put("nothing/notes.txt", "no recording here");
        folder.PutClip("torn.mp4", 3);
        folder.Put("torn.json", """{"started_at":"2026-03-01T08:00""");
        folder.PutClip("future.mp4", 3);
        folder.Put("future.json", """{"started_at":"2199-03-01T08:00:00Z"}""");
        folder.PutClip("short/cam.mp4", 3);
        folder.Put("short/session.json", """{"files":[{"name":"cam.mp4","bytes":12345678}]}""");
        folder.PutClip("other/cam.mp4", 3);
        folder.Put("other/session.json", $$"""{"files":[{"name":"cam.mp4","sha256":"{{new string('0', 64)}}"}]}""");
        folder.PutClip("missing/cam.mp4", 3);
        folder.Put("missing/session.json", """{"files":[{"name":"cam.mp4"},{"name":"cam2.mp4"}]}""");
        folder.PutClip("good/cam.mp4", 3);
        folder.Put("good/session.json", $$"""{"files":[{"name":"cam.mp4","bytes":{{new FileInfo(folder.Clip(3)).Length}},"sha256":"{{Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(folder.Clip(3))))}}"}]}""");
        folder.Start(Soon);

        await WatchedFolder.UntilAsync(() => folder.Ledger.Count(l => l.State == "quarantined") == 9 && folder.Ledger.Any(l => l.State == "done"));
        var status = folder.Harness.Source.Status;
        await folder.StopAsync();

        var reasons = folder.Ledger.Where(l => l.State == "quarantined").ToDictionary(l => l.Session, l => l.Reason!);
        Assert.Equal([("good", 3)], folder.Sessions);
        Assert.StartsWith("cut.mp4: ", reasons["cut.mp4"], StringComparison.Ordinal);
        Assert.Equal("empty.mp4: is empty", reasons["empty.mp4"]);
        Assert.StartsWith("text.mp4: ", reasons["text.mp4"], StringComparison.Ordinal);
        Assert.Equal("holds no recording", reasons["nothing"]);
        Assert.StartsWith("torn.json: is no JSON: line 1", reasons["torn.mp4"], StringComparison.Ordinal);
        Assert.Equal("future.json: started_at is 2199-03-01T08:00:00.0000000+00:00; a time from 2000 until now would be right", reasons["future.mp4"]);
        Assert.StartsWith("cam.mp4: has ", reasons["short"], StringComparison.Ordinal);
        Assert.Contains("and session.json says 0000", reasons["other"], StringComparison.Ordinal);
        Assert.Equal("session.json: lists 'cam2.mp4', which is not there", reasons["missing"]);
        Assert.Equal((SourceState.Running, FaultReason.BadSession), (status.State, status.Reason));
        Assert.Contains("is quarantined", status.LastError!, StringComparison.Ordinal);
        Assert.Equal(0, folder.Harness.Ledger[Sluice.Abstractions.Outcome.Failed]);
    }

    [Fact]
    public async Task Read_QuarantinedSessionIsPutRight_IsRead()
    {
        await using var folder = new WatchedFolder();
        folder.Put("a.mp4", "not yet");
        folder.Start(Soon);
        await WatchedFolder.UntilAsync(() => folder.Ledger.Any(l => l.State == "quarantined"));

        folder.PutClip("a.mp4", 6);
        await WatchedFolder.UntilAsync(() => folder.Ledger.Any(l => l.State == "done"));
        await folder.StopAsync();

        Assert.Equal([("a.mp4", 6)], folder.Sessions);
    }

    [Fact]
    public async Task Read_AfterARestart_GoesOnWithWhatIsNewAndWhatWasBrokenOff()
    {
        await using var folder = new WatchedFolder();
        folder.PutClip("a.mp4", 3);
        folder.PutClip("b.mp4", 60);
        folder.Put("bad.mp4", "no video");
        TaskCompletionSource middle = new(TaskCreationOptions.RunContinuationsAsynchronously), hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        folder.Start(Soon, async index =>
        {
            // Frame 20 is in the middle of b.
            if (index != 20) return;
            middle.TrySetResult();
            await hold.Task;
        });
        await middle.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var stopping = folder.StopAsync();
        hold.SetResult();
        await stopping;
        await File.AppendAllTextAsync(Path.Combine(folder.State, SessionLedger.FileName), "{\"at\":\"2026");

        folder.PutClip("c.mp4", 5);
        folder.Start(Soon);
        await WatchedFolder.UntilAsync(() => folder.Harness.Frames.Count == 65);
        await folder.StopAsync();

        Assert.Equal([("b.mp4", 60), ("c.mp4", 5)], folder.Sessions);
    }

    [Fact]
    public async Task Read_SessionThatComesWhileAnotherIsRead_WaitsItsTurn()
    {
        await using var folder = new WatchedFolder();
        folder.PutClip("b.mp4", 40);
        TaskCompletionSource middle = new(TaskCreationOptions.RunContinuationsAsynchronously), hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        folder.Start(Soon, async index =>
        {
            if (index != 10) return;
            middle.TrySetResult();
            await hold.Task;
        });
        await middle.Task.WaitAsync(TimeSpan.FromSeconds(60));
        folder.PutClip("a.mp4", 3);
        folder.Put("a.done", "");
        hold.SetResult();
        await WatchedFolder.UntilAsync(() => folder.Ledger.Count(l => l.State == "done") == 2);
        await folder.StopAsync();

        Assert.Equal([("b.mp4", 40), ("a.mp4", 3)], folder.Sessions);
    }

    [Fact]
    public async Task Read_LedgerOfAnotherEngine_EndsAndSaysSo()
    {
        await using var folder = new WatchedFolder();
        using var other = new SessionLedger(folder.State, TimeProvider.System);
        folder.Start(Soon);

        await WatchedFolder.UntilAsync(() => folder.Harness.Source.Status.State == SourceState.Ended);

        Assert.Contains("sessions.jsonl' cannot be opened", folder.Harness.Source.Status.LastError!, StringComparison.Ordinal);
    }
}
