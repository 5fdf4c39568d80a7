using System.CommandLine;
using System.Runtime.InteropServices;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Pipelines;

namespace MLPipeline.Cli;

/// <summary>Searches a pipeline for each category, or one for all, then runs and exports the winners.</summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var pipeline = CommonOptions.Pipeline();
        var data = new Option<string>("--data") { Description = "Folder of photos: MVTec AD or VisA layout, or good/ and bad/.", HelpName = "DIR", Required = true };
        var output = new Option<string?>("--out", "-o") { Description = "Folder for results [default: runs/NAME-search]. A search there goes on.", HelpName = "DIR" };
        var trials = NumberOptions.Whole("--trials", "N", new(1, 1_000_000), "The most configurations to try.");
        var minutes = NumberOptions.Real("--minutes", "M", new(0, 1_000_000, WithoutLow: true), "End the search after so many minutes with the best so far.");
        var scope = new Option<SearchScope?>("--scope") { Description = "One pipeline per category, or one for all." };
        var categories = new Option<string[]>("--category") { Description = "Only this category; may be given several times.", HelpName = "NAME" };
        var store = CommonOptions.Store();
        var megapixels = CommonOptions.MaxMegapixels();
        var command = new DocumentedCommand("search", "Search featurizers, detectors and thresholds; no anomaly is needed.")
        {
            HandlesInterrupt = true,
            Examples =
            [
                "mlpipeline search default --data photos --out runs/searched",
                "mlpipeline search search --data photos --minutes 10",
                "mlpipeline search default --data photos --scope all",
            ],
        };
        command.Add(pipeline);
        foreach (var option in new Option[] { data, output, trials, minutes, scope, categories, store, megapixels })
        {
            command.Add(option);
        }

        command.SetWork((parsed, shell, cancel) =>
        {
            var file = parsed.GetRequiredValue(pipeline);
            var options = PipelineFile.Load(file);
            var search = options.Search ?? new();
            options = options with
            {
                Search = search with
                {
                    Trials = parsed.GetValue(trials) ?? search.Trials,
                    Minutes = parsed.GetValue(minutes) ?? search.Minutes,
                    Scope = parsed.GetValue(scope) ?? search.Scope,
                },
            };
            var folder = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine("runs", Path.GetFileNameWithoutExtension(file) + "-search"));
            var run = new RunOptions
            {
                Pipeline = options,
                Dataset = Dataset.Open(parsed.GetRequiredValue(data), new DatasetOptions
                {
                    Categories = parsed.GetValue(categories) is { Length: > 0 } names ? names : null,
                    Seed = options.Seed,
                    MaxMegapixels = CommonOptions.Limit(parsed.GetValue(megapixels)),
                }),
                OutFolder = folder,
                StoreFolder = parsed.GetValue(store),
            };
            SearchResult result;
            using (var progress = shell.StartProgress())
            using (var interrupt = new Interrupt(progress, cancel))
            {
                result = SearchRun.Execute(run, progress, new SearchTable(progress, TimeProvider.System, shell.Output.Profile.Width), interrupt.Stop, interrupt.Cancel);
            }

            SearchTable.WriteWinners(shell.Output, result.Searches);
            shell.Writer.WriteLine();
            RunTable.Write(shell.Output, result.Categories);
            shell.Writer.WriteLine($"Results: {folder}");
            return RunCommand.ExitCodeFor(RunCommand.WithoutResult(run.Dataset, result.Categories), shell);
        });
        return command;
    }

    /// <summary>The first Ctrl-C ends the searching and keeps the best so far, the second ends everything.</summary>
    private sealed class Interrupt : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationTokenSource _cancel;
        private readonly PosixSignalRegistration[] _signals;

        public Interrupt(IRunProgress progress, CancellationToken cancel)
        {
            _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            void Handle(PosixSignalContext context)
            {
                context.Cancel = true;
                if (_stop.IsCancellationRequested)
                {
                    _cancel.Cancel();
                    return;
                }

                progress.Message("Stopping: the best so far will be trained and exported. Ctrl-C once more ends at once.");
                _stop.Cancel();
            }

            _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
        }

        public CancellationToken Stop => _stop.Token;

        public CancellationToken Cancel => _cancel.Token;

        public void Dispose()
        {
            foreach (var signal in _signals)
            {
                signal.Dispose();
            }

            _cancel.Dispose();
            _stop.Dispose();
        }
    }
}
