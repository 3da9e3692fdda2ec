using Sluice.Core.Graph;
using Sluice.EndToEnd.Tests.Servers;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>The faults of cameras, one after another; each has a camera of its own as long as there are enough.</summary>
internal static class FaultCases
{
    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("the connection is cut", new(FaultKind.Cut)) { Reasons = [FaultReason.StreamEnded, FaultReason.ConnectionLost] },
        // FFmpeg 5.1 tells the end of an RTSP connection from its reset nowhere.
        new("the connection is reset", new(FaultKind.Reset)) { Reasons = [FaultReason.StreamEnded, FaultReason.ConnectionLost] },
        new("the stream stands still", new(FaultKind.Stall)) { States = [SourceState.Stalled, SourceState.Reconnecting], Reasons = [FaultReason.ReadTimeout] },
        new("one byte a second", new(FaultKind.Trickle)) { States = [SourceState.Stalled, SourceState.Reconnecting], Reasons = [FaultReason.ReadTimeout] },
        new("half a packet, then the end", new(FaultKind.Truncate)) { Reasons = [FaultReason.StreamEnded, FaultReason.ConnectionLost, FaultReason.InvalidData] },
        new("nobody listens", new(FaultKind.Refuse)) { Reasons = [FaultReason.Refused] },
        new("accepts and says nothing", new(FaultKind.Silent)) { Reasons = [FaultReason.OpenTimeout] },
        new("404", new(FaultKind.Answer) { Status = "404 Not Found" }) { Reasons = [FaultReason.NotFound] },
        new("401", new(FaultKind.Answer) { Status = "401 Unauthorized" }) { Reasons = [FaultReason.Unauthorized] },
        new("500", new(FaultKind.Answer) { Status = "500 Internal Server Error" }) { Reasons = [FaultReason.ServerError] },
        new("answers with random bytes", new(FaultKind.Garbage)) { Reasons = [FaultReason.InvalidData, FaultReason.ServerError, FaultReason.OpenTimeout] },
        // The first answer has no status line any more: FFmpeg waits for one that it can read.
        new("answers whose first line is changed", new(FaultKind.GarbleStatus)) { Reasons = [FaultReason.OpenTimeout, FaultReason.InvalidData] },
        // FFmpeg sets nothing up then, and asks to play all the same, which the server refuses.
        new("a description without video", new(FaultKind.GarbleMedia)) { Reasons = [FaultReason.ServerError] },
        // FFmpeg waits for what it could tell the codec by until its time is up.
        new("a description of a codec nobody knows", new(FaultKind.GarbleCodec)) { Reasons = [FaultReason.OpenTimeout] },
        new("packets come unevenly", new(FaultKind.Jitter) { Time = TimeSpan.FromMilliseconds(150) }) { Stays = true, Strikes = 40 },
        new("a second of silence", Fault.None)
        {
            Stays = true,
            Begin = static (fleet, camera) => fleet.Server.TellAsync($"stall {CameraFleet.NameOf(camera)} 1"),
        },
        // What comes late is put back in its place, or counts as lost; either way nothing is shown that refers to a hole.
        new("packets change places", new(FaultKind.Reorder) { Rate = 0.2 }) { States = [], Strikes = 10, KeepsConnection = true },
        new("packets are lost", new(FaultKind.Drop) { Rate = 0.1 }) { States = [], Strikes = 10, KeepsConnection = true, Loses = true },
        new("bytes change in packets", new(FaultKind.Corrupt) { Rate = 0.1 })
        {
            States = [], Strikes = 10, KeepsConnection = true, MostForeignPerStrike = TestClip.GroupSize,
        },
        new("bytes between packets", new(FaultKind.Noise) { Rate = 0.1 }) { States = [], Strikes = 10, MostForeignPerStrike = TestClip.GroupSize },
        new("a wall clock that is days off", new(FaultKind.WrongClock) { Time = TimeSpan.FromDays(40) }) { Stays = true, Strikes = 1 },
        new("timestamps jump an hour ahead, and back", new(FaultKind.Jump) { Time = TimeSpan.FromHours(1) }) { States = [], Strikes = 40, End = JumpBackAsync },
        new("comes back in another size", new(FaultKind.Silent))
        {
            Reasons = [FaultReason.StreamEnded, FaultReason.ConnectionLost, FaultReason.OpenTimeout],
            End = static (fleet, camera) => ChangeAsync(fleet, camera, fleet.OtherSize),
            Check = static (fleet, camera) => Assert.Equal((480, 272), fleet.Watch[CameraFleet.NameOf(camera)].Size),
        },
        new("comes back with another codec", new(FaultKind.Silent))
        {
            Reasons = [FaultReason.StreamEnded, FaultReason.ConnectionLost, FaultReason.OpenTimeout],
            End = static (fleet, camera) => ChangeAsync(fleet, camera, fleet.OtherCodec),
        },
        new("the server takes the camera away", Fault.None)
        {
            Reasons = [FaultReason.NotFound],
            Begin = static (fleet, camera) => fleet.Server.TellAsync($"remove {CameraFleet.NameOf(camera)}"),
            End = static (fleet, camera) => fleet.Server.TellAsync($"add {CameraFleet.NameOf(camera)} {fleet.Clips[camera].Path}"),
        },
    ];

    public static TheoryData<string> Names => [.. All.Select(static fault => fault.Name)];

    // On a busy machine seconds of pictures may be on their way, and all of them fit together until the jump back comes.
    private static async Task JumpBackAsync(CameraFleet fleet, int camera)
    {
        long Repairs() => fleet.StateOf(camera).Stream!.TimeRepairs;
        await fleet.UntilAsync(() => Repairs() > 0, "the jump ahead is seen");
        var begun = fleet.PicturesOf(camera);
        await fleet.UntilAsync(() => fleet.PicturesOf(camera) >= begun + TestClip.GroupSize, "the jump ahead is through");
        var ahead = Repairs();
        fleet.Proxies[camera].Set(Fault.None);
        await fleet.UntilAsync(() => Repairs() > ahead, "the jump back is seen");
    }

    private static async Task ChangeAsync(CameraFleet fleet, int camera, TestClip to)
    {
        var name = CameraFleet.NameOf(camera);
        fleet.Watch[name].Clips = [to];
        await fleet.Server.TellAsync($"remove {name}");
        await fleet.Server.TellAsync($"add {name} {to.Path}");
    }
}
