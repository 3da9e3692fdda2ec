using System.CommandLine;
using Sluice.Core.Store;

namespace Sluice.Host.Commands;

/// <summary><c>sluice store DIR</c>: serves the embedded metadata store over ClickHouse's HTTP interface.</summary>
internal static class StoreCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("dir") { Description = "The store's folder; made when missing." };
        var listen = new Option<string>("--listen") { Description = "Address and port; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:0" };
        var readOnly = new Option<string?>("--read-only") { Description = "Another address and port, for dashboards: requests there can only read the store's own tables.", HelpName = "ADDRESS" };
        var child = new Option<bool>("--until-input-ends") { Description = "Stop when standard input ends, as it does when a parent process dies." };
        var command = new Command("store", "Serve the embedded metadata store (chDB) over ClickHouse's HTTP interface.") { folder, listen, readOnly, child };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            await StoreServer.RunAsync(parsed.GetValue(folder)!, parsed.GetValue(listen)!, Console.Out, parsed.GetValue(child) ? Console.In : null, stop.Token, parsed.GetValue(readOnly));
            return ExitCode.Done;
        });
        return command;
    }
}
