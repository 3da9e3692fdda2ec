using System.Text;
using System.Text.Json;
using Sluice.Core.Sinks.Nats.Messages;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Tests.Sinks.Nats;

/// <summary>What a batch would put into the spool.</summary>
internal static class PublishedMessages
{
    public static List<(string Subject, JsonElement Message)> Of(MessageBatch batch)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-batch-").FullName;
        try
        {
            using var spool = DiskSpool.Open(new(), folder, TimeProvider.System, new RecordingLog());
            Assert.True(spool.TryAppend(batch.Entries, out _));
            return Read(spool);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static List<(string Subject, JsonElement Message)> Read(DiskSpool spool)
    {
        var all = new List<(string, JsonElement)>();
        using var reader = spool.Read();
        while (reader.TryRead(out var entry)) all.Add((Encoding.UTF8.GetString(entry.Header.Span), JsonDocument.Parse(entry.Payload.ToArray()).RootElement));
        return all;
    }
}
