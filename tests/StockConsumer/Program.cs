Console.WriteLine("consumer");
