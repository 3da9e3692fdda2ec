using System.Globalization;
using Sluice.Core.Archive;
using Sluice.Tests.Sinks;

namespace Sluice.Core.Tests.Archive;

/// <summary>What <see cref="LibrarianKillTests"/> kills: keeps pictures of many sizes, far more than there is room for, and says each one that is kept.</summary>
internal static class ArchiveKeeper
{
    /// <summary>The bytes of a keyframe's picture, by its number.</summary>
    public static int BytesOf(string key) => 500 + (Convert.ToInt32(key.Split('/')[2][..8], 16) * 7919 % 9000);

    public static async Task<int> RunAsync(string folder, long most, int first)
    {
        var limits = new ArchiveLimits(most, null, 3, TimeSpan.FromDays(30));
        await using var librarian = await Librarian.OpenAsync(folder, new FolderPlace(folder), limits, TimeProvider.System, new RecordingLog(), default);
        for (var number = first; number < first + 9_000; number++)
        {
            // One of each start is never to go.
            var isPinned = number == first;
            var source = number % 3 == 0 ? "one" : "two";
            var item = ArchiveFixture.Item(number, loss: number * 37 % 100, bytes: BytesOf(ArchiveFixture.Key(number)), source: source, pinned: isPinned);
            var verdict = await librarian.KeepAsync(item, default);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(isPinned ? "pinned" : verdict)} {item.Key}"));
            await Console.Out.FlushAsync();
        }

        return 0;
    }
}
