using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using MLPipeline.Cli;
using MLPipeline.Pipelines;

namespace MLPipeline.Tests.Cli;

public sealed class AppTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cli ").FullName;

    public static TheoryData<string> Commands => ["", .. App.CreateRoot().Subcommands.Select(c => c.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_fits_80_columns_and_has_examples(string command)
    {
        string[] args = command.Length == 0 ? ["--help"] : [command, "--help"];

        var (code, output, error) = await CliRunner.RunAsync(args);

        Assert.Equal((0, ""), (code, error));
        var lines = output.Split('\n');
        Assert.All(lines, l => Assert.InRange(l.TrimEnd().Length, 0, HelpText.Width));
        Assert.Contains("Examples:", lines);
        Assert.Contains(lines, l => l.StartsWith($"  mlpipeline {command}", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_command_has_examples_that_parse()
    {
        foreach (var command in App.CreateRoot().Subcommands)
        {
            foreach (var example in Assert.IsType<DocumentedCommand>(command).Examples)
            {
                // What follows a redirection or a pipe is the shell's.
                var line = example.Split([" > ", " >> ", " | "], 2, StringSplitOptions.None)[0];
                var parsed = App.CreateRoot().Parse(line["mlpipeline ".Length..]);
                Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join(' ', parsed.Errors)}");
                Assert.Contains(command.Name, new[] { parsed.CommandResult.Command, (parsed.CommandResult.Parent as CommandResult)?.Command }.Select(c => c?.Name));
            }
        }
    }

    [Fact]
    public async Task The_root_help_explains_all_exit_codes()
    {
        var (_, output, _) = await CliRunner.RunAsync();

        Assert.Contains(
            """
            Exit codes:
              0    all is well
              1    it worked, and the answer is no: anomalous photos, failed checks
              2    a wrong argument, pipeline file, photo or folder; a category left out
              3    a defect of this program
              130  stopped by Ctrl-C
              143  stopped by SIGTERM
            """, output);
    }

    [Fact]
    public async Task Version_is_a_number()
    {
        var (code, output, _) = await CliRunner.RunAsync("--version");

        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+", output);
    }

    [Theory]
    [InlineData("validte x", "error: There is no command 'validte'; allowed: *. Did you mean 'validate'?\nRun 'mlpipeline --help' to see what is allowed.\n")]
    [InlineData("validate", "error: Required argument 'PIPELINE' missing for command: 'validate'.\nRun 'mlpipeline validate --help' to see what is allowed.\n")]
    [InlineData("validate x --jsno", "error: Unrecognized command or argument '--jsno'. Did you mean '--json'?\nRun 'mlpipeline validate --help' to see what is allowed.\n")]
    [InlineData("validate x --qiet", "error: Unrecognized command or argument '--qiet'. Did you mean '--quiet'?\nRun 'mlpipeline validate --help' to see what is allowed.\n")]
    [InlineData("--quiet", "error: Required command was not provided.\nRun 'mlpipeline --help' to see what is allowed.\n")]
    public async Task A_wrong_command_line_is_exit_code_2(string line, string message)
    {
        var (code, output, error) = await CliRunner.RunAsync(line.Split(' '));

        Assert.Equal((2, ""), (code, output));
        var commands = string.Join(", ", App.CreateRoot().Subcommands.Select(c => c.Name));
        Assert.Equal(message.Replace("*", commands, StringComparison.Ordinal), error);
    }

    [Fact]
    public async Task Validate_prints_a_complete_pipeline_file()
    {
        var file = Write("name: mine\ndetector: {rank: 3}");

        var (code, output, error) = await CliRunner.RunAsync("validate", file);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(PipelineJson.Serialize(PipelineFile.Load(file)), PipelineJson.Serialize(PipelineFile.Parse(output, "printed")));
        Assert.Contains("target_fpr: 0.05\n", output);
    }

    [Fact]
    public async Task Validate_prints_JSON()
    {
        var (code, output, _) = await CliRunner.RunAsync("validate", Write("name: mine"), "--json");

        Assert.Equal(0, code);
        Assert.Equal("mine", JsonDocument.Parse(output).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Validate_lists_every_mistake_and_is_exit_code_2()
    {
        var file = Write("nmae: mine\ndetector: {rank: many}");

        var (code, output, error) = await CliRunner.RunAsync("validate", file);

        Assert.Equal((2, ""), (code, output));
        var lines = error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"error: {file}:1: nmae: unknown key", lines[0]);
        Assert.Equal($"error: {file}:2: detector.rank: 'many' is not a whole number; allowed: 0 to 512.", lines[1]);
    }

    [Fact]
    public async Task Whoever_asks_for_JSON_gets_errors_as_JSON_too()
    {
        var file = Write("nmae: mine\ndetector: {rank: many}");
        var (code, output, error) = await CliRunner.RunAsync("validate", file, "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal((2, 2), (code, json.RootElement.GetProperty("exit_code").GetInt32()));
        Assert.Equal(error.TrimEnd().Split('\n'), json.RootElement.GetProperty("errors").EnumerateArray().Select(e => "error: " + e.GetString()));

        (code, output, _) = await CliRunner.RunAsync("run", "default", "--json");
        using var usage = JsonDocument.Parse(output);
        Assert.Equal(2, code);
        Assert.Contains("--data DIR", Assert.Single(usage.RootElement.GetProperty("errors").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run default --sample=maybe")]
    [InlineData("search default --data d --scope nowhere")]
    [InlineData("predict m.zip p.png --format xml")]
    public async Task A_value_that_cannot_be_parsed_is_one_line(string line)
    {
        var (code, output, error) = await CliRunner.RunAsync(line.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, int, string> Thrown => new()
    {
        { new IOException("disk full"), 2, "error: disk full\n" },
        { new UnauthorizedAccessException("no right"), 2, "error: no right\n" },
        { new ArgumentException("two\nlines"), 2, "error: two\n  lines\n" },
        { new AggregateException(new IOException("inner")), 2, "error: inner\n" },
        { new PipelineFileException(["a:1: x", "a:2: y"]), 2, "error: a:1: x\nerror: a:2: y\n" },
        { new TypeInitializationException("x", new DllNotFoundException("libx.so")), 2, "error: A native library is missing or cannot be opened: libx.so 'mlpipeline doctor' says which.\n" },
        { new OperationCanceledException(), 130, "Stopped.\n" },
        { new NullReferenceException("oh"), 3, "error: NullReferenceException: oh\nerror: This is a defect of the program. Set MLPIPELINE_DEBUG=1 to see where it is, and report it.\n" },
    };

    [Theory]
    [MemberData(nameof(Thrown), DisableDiscoveryEnumeration = true)]
    public async Task What_a_command_throws_becomes_a_message_without_a_stack_trace(Exception thrown, int code, string message)
    {
        var result = await CliRunner.RunAsync(With((_, _, _) => throw thrown), ["work"]);

        Assert.Equal((code, "", message), result);
    }

    [Theory]
    [MemberData(nameof(OutOfMemory), DisableDiscoveryEnumeration = true)]
    public async Task A_lack_of_memory_is_no_defect(Exception thrown)
    {
        var (code, _, error) = await CliRunner.RunAsync(With((_, _, _) => throw thrown), ["work"]);
        Assert.Equal(2, code);
        Assert.StartsWith("error: There is not enough memory.", error, StringComparison.Ordinal);
    }

    public static TheoryData<Exception> OutOfMemory =>
        [new OutOfMemoryException(), new AggregateException(new OutOfMemoryException()), new NotSupportedException("[ErrorCode:RuntimeException] std::bad_alloc")];

    [Fact]
    public async Task Cancelling_reaches_work_that_never_awaits()
    {
        using var cancel = new CancellationTokenSource();
        var root = With((_, _, token) =>
        {
            cancel.Cancel();
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
            return 0;
        });

        Assert.Equal((130, "", "Stopped.\n"), await CliRunner.RunAsync(root, ["work"], cancel));
    }

    [Fact]
    public async Task Progress_goes_to_standard_error_and_results_to_standard_output()
    {
        var root = With((_, shell, _) =>
        {
            using (var progress = shell.StartProgress())
            {
                progress.Message("under way");
            }

            Tables.Write(shell.Output, ["a"], [["1"]]);
            return 1;
        });

        Assert.Equal((1, "a\n-\n1\n", "under way\n"), await CliRunner.RunAsync(root, ["work"]));
        Assert.Equal((1, "a\n-\n1\n", ""), await CliRunner.RunAsync(root, ["work", "--quiet"]));
    }

    private static Command With(Func<ParseResult, Shell, CancellationToken, int> work)
    {
        var command = new DocumentedCommand("work", "Works.") { Examples = ["mlpipeline work"] };
        command.SetWork(work);
        var root = App.CreateRoot();
        root.Add(command);
        return root;
    }

    private string Write(string yaml)
    {
        var file = Path.Combine(_folder, "my pipeline.yaml");
        File.WriteAllText(file, yaml);
        return file;
    }
}
