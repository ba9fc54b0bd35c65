// How C++ tells Rust of an error: a message in place of an exception.

#pragma once

#include <string>

#include <c10/util/Exception.h>

// Null if `work` ends well, else a message that lives until the thread's next call.
template <typename Work>
const char* message_of(const Work& work) noexcept {
  thread_local std::string last_message;
  try {
    try {
      work();
      return nullptr;
    } catch (const c10::Error& error) {
      last_message = error.what_without_backtrace();
    } catch (const std::exception& error) {
      last_message = error.what();
    }
    return last_message.c_str();
  } catch (...) {
    return "an exception of an unknown kind";
  }
}
